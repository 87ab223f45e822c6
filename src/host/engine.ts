import { isDeployError } from '../errors.ts'
import type { Engine } from '../ports.ts'
import { runTool } from './run-tool.ts'

type Env = Readonly<Record<string, string | undefined>>
export type FoundEngine = { engine: Engine } | { engine: undefined; why: string }

const names = ['docker', 'podman', 'nerdctl'] as const
const patienceMs = 15_000

/** The first container engine that answers. */
export async function findEngine(env: Env, signal?: AbortSignal): Promise<FoundEngine> {
  const reasons: string[] = []
  for (const name of names) {
    const found = await tryEngine(name, env, signal)
    if (typeof found !== 'string') return { engine: found }
    reasons.push(found)
  }
  const telling = reasons.filter((reason) => !reason.endsWith(notInstalled))
  return {
    engine: undefined,
    why: telling.length > 0 ? telling.join('; ') : `none of ${names.join(', ')} is installed`,
  }
}

const notInstalled = 'is not installed'

async function tryEngine(name: Engine['name'], env: Env, signal?: AbortSignal): Promise<Engine | string> {
  try {
    const { exitCode, stdout, stderr } = await runTool(
      { file: name, env },
      { args: ['version', '--format', '{{json .}}'], signal, timeoutMs: patienceMs },
    )
    const server = readServer(stdout)
    if (exitCode !== 0 || !server) return `${name}: ${whySilent(stderr)}`
    return { name, ...server, builder: await findBuilder(name, env, signal) }
  } catch (error) {
    if (!isDeployError(error) || error.code !== 'TOOL_MISSING') throw error
    return error.message.includes('not installed') ? `${name} ${notInstalled}` : `${name}: ${error.message}`
  }
}

type VersionJson = {
  Server?: {
    Version?: string
    Os?: string
    Arch?: string
    OsArch?: string
    Components?: { Version?: string }[]
  } | null
  Client?: { Version?: string; Os?: string; OsArch?: string; Arch?: string }
}

/** Whatever goes by the name of docker may print something else. */
function parseVersion(text: string): VersionJson {
  try {
    return JSON.parse(text) as VersionJson
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** docker, podman (no server of its own) and nerdctl each tell it a little differently. */
export function readServer(stdout: string): { version: string; platform: string } | undefined {
  const start = stdout.indexOf('{')
  if (start === -1) return undefined
  const { Server: server, Client: client } = parseVersion(stdout.slice(start))
  const side = server ?? (client?.OsArch ? client : undefined)
  if (!side) return undefined
  const version = side.Version ?? server?.Components?.[0]?.Version ?? client?.Version ?? 'unknown'
  const platform =
    side.OsArch ?? `${side.Os ?? client?.Os ?? 'linux'}/${side.Arch ?? client?.Arch ?? process.arch}`
  return { version, platform }
}

function whySilent(stderr: string): string {
  const text = stderr.trim()
  if (/permission denied/i.test(text))
    return 'it runs, but this user may not talk to it (permission denied on its socket)'
  if (/Cannot connect|connection refused|no such file/i.test(text))
    return 'it is installed, but its engine is not running'
  return text.split('\n')[0] || 'its engine does not answer'
}

async function findBuilder(name: Engine['name'], env: Env, signal?: AbortSignal): Promise<Engine['builder']> {
  if (name !== 'docker') return name === 'nerdctl' ? 'buildkit' : 'classic'
  if (env.DOCKER_BUILDKIT === '0') return 'classic'
  const { exitCode } = await runTool(
    { file: name, env },
    { args: ['buildx', 'version'], signal, timeoutMs: patienceMs },
  )
  return exitCode === 0 ? 'buildkit' : 'classic'
}
