import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { LogBuffer } from './log-buffer.ts'
import { killGroup, type Reaper } from './reaper.ts'
import { sleep } from './sleep.ts'

export type Exit = { exitCode: number; signal?: NodeJS.Signals }
export type LocalProcess = {
  pid: number
  exit: Promise<Exit>
  /** SIGTERM now, SIGKILL when the grace is over. */
  stop(graceMs: number): Promise<Exit>
}

type Options = { argv: string[]; dir: string; env: Record<string, string>; log: LogBuffer; reaper: Reaper }

/** Starts a process in a group of its own. Rejects with the system's error when it can't be started. */
export function startProcess({ argv, dir, env, log, reaper }: Options): Promise<LocalProcess> {
  return new Promise((resolve, reject) => {
    const [file = '', ...args] = argv
    const child = spawn(file, args, { cwd: dir, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => log.write(chunk))
    child.stderr.on('data', (chunk: Buffer) => log.write(chunk))
    const exit = new Promise<Exit>((ended) => {
      child.once('exit', (code, signal) => {
        const pid = child.pid ?? 0
        // Like the first process of a container: when it ends, so does everything that it started.
        killGroup(pid, 'SIGKILL')
        reaper.remove(pid)
        setImmediate(() => ended(exitOf(code, signal)))
      })
    })
    child.once('error', reject)
    child.once('spawn', () => {
      const pid = child.pid ?? 0
      reaper.add(pid)
      resolve({ pid, exit, stop: (graceMs) => stop(pid, exit, graceMs) })
    })
  })
}

async function stop(pid: number, exit: Promise<Exit>, graceMs: number): Promise<Exit> {
  const over = new AbortController()
  killGroup(pid, graceMs > 0 ? 'SIGTERM' : 'SIGKILL')
  void sleep(graceMs, over.signal).then(() => over.signal.aborted || killGroup(pid, 'SIGKILL'))
  const result = await exit
  over.abort()
  return result
}

/** A process that died of a signal exits with 128 + its number, as a container runtime tells it. */
function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal) return { exitCode: 128 + (constants.signals[signal] ?? 0), signal }
  return { exitCode: code ?? 0 }
}
