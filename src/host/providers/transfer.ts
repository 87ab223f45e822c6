import { DeployError } from '../../errors.ts'
import type { Images } from '../../ports.ts'
import { childEnv } from '../child-env.ts'
import { noEngine } from '../images.ts'
import { redactor } from '../redact.ts'
import { runTool, stopped } from '../run-tool.ts'

type Env = Readonly<Record<string, string | undefined>>
export type Command = [file: string, ...args: string[]]

export async function engineName(images: Images, signal?: AbortSignal): Promise<string> {
  const found = await images.engine(signal)
  if (!found.engine) throw noEngine(found.why)
  return found.engine.name
}

/** Streams an image out of the engine into a command that takes it in: no temporary file, on any disk. */
export async function streamImage(
  images: Images,
  env: Env,
  ref: string,
  into: Command,
  signal?: AbortSignal,
): Promise<void> {
  const { execa } = await import('execa')
  const engine = await engineName(images, signal)
  const options = {
    env: childEnv(env),
    extendEnv: false,
    reject: false,
    ...(signal ? { cancelSignal: signal } : {}),
  } as const
  const [file, ...args] = into
  const saving = execa(engine, ['save', ref], { ...options, buffer: { stdout: false }, encoding: 'buffer' })
  const taking = execa(file, args, { ...options, stdin: 'pipe' })
  saving.stdout.pipe(taking.stdin)
  // a reader that ends early is reported by its exit code, and nobody reads what is still to come
  taking.stdin.on('error', () => saving.kill())
  taking.once('exit', () => {
    saving.kill()
    saving.stdout.unpipe().resume()
  })
  const [saved, taken] = await Promise.all([saving, taking])
  if (signal?.aborted) throw stopped(signal, 'the delivery')
  if (taken.code === 'ENOENT') throw notDelivered(ref, into.join(' '), `${file} is not installed`)
  // a reader that failed breaks the writer's pipe, so the writer's word counts only when it has one
  const complaint = Buffer.from(saved.stderr ?? '')
    .toString('utf8')
    .trim()
  if (saved.exitCode !== 0 && complaint !== '') throw notDelivered(ref, `${engine} save ${ref}`, complaint)
  if (taken.exitCode !== 0) throw notDelivered(ref, into.join(' '), String(taken.stderr))
}

export async function deliverBy(
  command: Command,
  ref: string,
  env: Env,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const [file, ...args] = command
  const { exitCode, lines } = await runTool({ file, env }, { args, signal, onLine })
  if (exitCode !== 0) throw notDelivered(ref, command.join(' '), lines.slice(-5).join('\n'))
}

export async function succeeds(command: Command, env: Env, signal?: AbortSignal): Promise<boolean> {
  const [file, ...args] = command
  return (await runTool({ file, env }, { args, signal, timeoutMs: 60_000 })).exitCode === 0
}

/** Whether a command that lists images names this one. */
export async function lists(command: Command, ref: string, env: Env, signal?: AbortSignal): Promise<boolean> {
  const [file, ...args] = command
  const { exitCode, stdout } = await runTool({ file, env }, { args, signal, timeoutMs: 60_000 })
  return exitCode === 0 && stdout.split(/\s+/).includes(ref)
}

/** A tool may end well and have done nothing. */
export async function requireArrival(ref: string, place: string, arrival: Promise<boolean>): Promise<void> {
  if (await arrival) return
  throw notDelivered(
    ref,
    `docker image inspect ${ref}`,
    `${place} took it without a complaint, and does not list it`,
  )
}

export const notDelivered = (ref: string, command: string, why: string): DeployError =>
  new DeployError(
    'DELIVERY_FAILED',
    `${ref} did not reach the cluster: ${redactor.mask(why).trim().split('\n').at(-1) || 'no reason given'}`,
    {
      hint: hintOf(why),
      evidence: redactor.mask(why).trim().split('\n').slice(-5),
      next: [command],
    },
  )

const hints: [RegExp, string][] = [
  [/no space left|ENOSPC|disk quota exceeded/i, 'the disk behind the cluster’s image store is full'],
  [
    /insufficient permissions|permission denied/i,
    'this user may not open the socket; run as one who may, or use a registry',
  ],
  [
    /unauthorized|denied|authentication required|no basic auth credentials/i,
    'log in to the registry first: docker login',
  ],
  [/No such container/i, 'the nodes are not containers of this engine; is it the one that made the cluster?'],
  [/Profile "?\S+"? not found/i, 'minikube has no such profile; look with: minikube profile list'],
  [
    /is not running|not running|stopped|connection refused|no such host|cannot connect/i,
    'nothing answers there; is it running?',
  ],
  [
    /content digest \S+ not found/i,
    'the image is not whole in the engine; build it again: k8sdeploy up --rebuild',
  ],
  [/is not installed/, 'install it, or use a registry that the cluster pulls from (images.registry)'],
]

const hintOf = (why: string): string =>
  hints.find(([sign]) => sign.test(why))?.[1] ?? 'repeat the command by hand to see all of its output'
