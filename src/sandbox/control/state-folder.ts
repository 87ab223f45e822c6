import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { DeployError } from '../../errors.ts'
import { makeFolders } from './make-folders.ts'

type Env = Record<string, string | undefined>

/** Where one user's sandbox keeps what outlives its process. */
export type StateFolder = {
  dir: string
  kubeconfig: string
  log: string
  lock: string
  token: string
  certificate: string
  port: string
  running: string
  processes: string
  database: string
}

export const contextName = 'k8sdeploy-sandbox'

export function stateFolder(env: Env): StateFolder {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state')
  const dir = env['K8SDEPLOY_SANDBOX_DIR'] || join(state, 'k8sdeploy', 'sandbox')
  const at = (name: string) => join(dir, name)
  return {
    dir,
    kubeconfig: at('kubeconfig'),
    log: at('log'),
    lock: at('lock'),
    token: at('token'),
    certificate: at('certificate.json'),
    port: at('port'),
    running: at('running.json'),
    processes: at('processes'),
    database: at('database'),
  }
}

export function ensureStateFolder({ dir }: StateFolder): void {
  try {
    makeFolders(dir, 0o700)
    chmodSync(dir, 0o700)
  } catch (cause) {
    throw new DeployError(
      'USAGE',
      `the folder ${dir} of the sandbox cannot be made: ${(cause as Error).message}`,
      {
        hint: 'name another with the variable K8SDEPLOY_SANDBOX_DIR',
        cause,
      },
    )
  }
}

/** Whole or not at all, for this user's eyes only. */
export function writePrivate(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(temporary, content, { mode: 0o600 })
  renameSync(temporary, path)
}

/** The text of a file, or undefined when there is none. */
export function loadText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new DeployError('USAGE', `${path} cannot be read: ${message}`, {
      hint: 'give its folder back to this user, or name another with the variable K8SDEPLOY_SANDBOX_DIR',
      cause: error,
    })
  }
}
