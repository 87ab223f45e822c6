import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { DeployError, type ErrorCode } from '../errors.ts'
import { childEnv } from './child-env.ts'
import { redactor } from './redact.ts'
import { createToolLines } from './tool-lines.ts'

export type Tool = {
  /** The file to run: a name looked up in PATH, or a path. */
  file: string
  env: Readonly<Record<string, string | undefined>>
}
export type Run = {
  args: string[]
  cwd?: string
  input?: string
  extraEnv?: Record<string, string>
  signal?: AbortSignal | undefined
  /**
   * `patient`: told once to stop, then left to record its state; `untold`: left to finish. Neither hears the
   * terminal's own Ctrl-C or hang-up, nor ends with us. `brisk`: ended, by force after five seconds.
   */
  ending?: 'patient' | 'untold' | 'brisk'
  timeoutMs?: number
  onLine?: (line: string) => void
}
export type RunResult = { exitCode: number; stdout: string; stderr: string; lines: string[] }

const keptLines = 200

/** Runs a program with an array of arguments (never a shell) and answers with whatever exit code it gave. */
export async function runTool(tool: Tool, run: Run): Promise<RunResult> {
  const { execa } = await import('execa')
  const patient = run.ending === 'patient' || run.ending === 'untold'
  const child = execa(tool.file, run.args, {
    ...(run.cwd ? { cwd: run.cwd } : {}),
    ...(run.input === undefined ? { stdin: 'ignore' as const } : { input: run.input }),
    ...(run.timeoutMs ? { timeout: run.timeoutMs } : {}),
    ...(patient || !run.signal ? {} : { cancelSignal: run.signal }),
    env: childEnv(tool.env, run.extraEnv),
    extendEnv: false,
    reject: false,
    maxBuffer: 64 * 1024 * 1024,
    cleanup: !patient,
    detached: patient,
    forceKillAfterDelay: patient ? false : 5000,
  })
  const stopTelling =
    run.ending === 'patient' ? tellOnce(run.signal, () => child.kill('SIGTERM')) : () => undefined
  if (!patient) child.once('exit', () => child.killed && letGo(child))
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) readLines(stream, lines, run.onLine)
  const result = await child
  stopTelling()
  throwIfStopped(tool, run, result)
  return {
    exitCode: result.exitCode ?? exitCodeOf(result.signal),
    stdout: textOf(result.stdout),
    stderr: redactor.mask(textOf(result.stderr)),
    lines,
  }
}

/** Whoever the tool has started may hold its output open for as long as it likes; nobody here waits for that. */
function letGo({ stdout, stderr }: { stdout: Readable; stderr: Readable }): void {
  stdout.destroy()
  stderr.destroy()
}

/** As a shell counts who was ended from outside: 137 is what a lack of memory leaves. */
const exitCodeOf = (signal: NodeJS.Signals | undefined) => (signal ? 128 + constants.signals[signal] : 1)

const textOf = (output: unknown): string => (typeof output === 'string' ? output : '')

function tellOnce(signal: AbortSignal | undefined, tell: () => void): () => void {
  if (signal?.aborted) tell()
  signal?.addEventListener('abort', tell, { once: true })
  return () => signal?.removeEventListener('abort', tell)
}

/** Each line as it comes; the last of them are kept. */
function readLines(stream: NodeJS.ReadableStream, lines: string[], onLine: Run['onLine']): void {
  const found = createToolLines(redactor.mask)
  const keep = (line: string) => {
    lines.push(line)
    if (lines.length > keptLines) lines.shift()
    onLine?.(line)
  }
  stream.on('data', (chunk: Buffer) => found.add(chunk).forEach(keep))
  stream.on('end', () => found.end().forEach(keep))
}

type Ended = { failed: boolean; code?: string; isCanceled?: boolean; timedOut?: boolean }

function throwIfStopped(tool: Tool, run: Run, result: Ended): void {
  if (result.code === 'ENOENT' || result.code === 'EACCES') throw missingTool(tool.file, result.code)
  if (run.signal?.aborted && result.failed) throw stopped(run.signal, nameOf(tool))
  if (result.timedOut) {
    const seconds = Math.round((run.timeoutMs ?? 0) / 1000)
    throw new DeployError('TOOL_MISSING', `${tool.file} gave no answer within ${seconds} s`, {
      hint: `run it by hand to see what it waits for`,
      next: [[tool.file, ...run.args].join(' ')],
    })
  }
}

const nameOf = ({ file }: Tool) => file.split('/').at(-1) ?? file

export function stopped(signal: AbortSignal, what: string): DeployError {
  const code: ErrorCode =
    signal.reason === 'SIGTERM' || signal.reason === 'SIGHUP' ? 'TERMINATED' : 'CANCELLED'
  return new DeployError(code, `${what} was stopped`, {
    hint: 'run the same command again: it goes on from what is there',
  })
}

/** How each tool is installed, for the message that it is missing. */
const install: Record<string, string> = {
  helm: 'https://helm.sh/docs/intro/install (brew install helm)',
  docker: 'https://docs.docker.com/get-docker',
  kind: 'https://kind.sigs.k8s.io (brew install kind)',
  minikube: 'https://minikube.sigs.k8s.io (brew install minikube)',
  k3d: 'https://k3d.io (brew install k3d)',
  microk8s: 'https://microk8s.io (snap install microk8s --classic)',
  k3s: 'https://k3s.io; it is on the machine of the node',
  nerdctl: 'part of Rancher Desktop; for Colima: colima nerdctl install',
  ctr: 'part of containerd: https://containerd.io/downloads',
}

function missingTool(file: string, code: string): DeployError {
  const name = file.split('/').at(-1) ?? file
  const why = code === 'EACCES' ? 'may not be executed' : 'is not installed, or not in PATH'
  return new DeployError('TOOL_MISSING', `${file} ${why}`, {
    ...(install[name] ? { hint: `install it: ${install[name]}` } : {}),
    next: [`${name} version`],
  })
}
