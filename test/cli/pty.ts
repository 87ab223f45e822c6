import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'

export const bin = process.env['K8SDEPLOY_BIN'] ?? join(import.meta.dirname, '../../bin/k8sdeploy.js')

export const keys = { enter: '\r', escape: '\u001b', up: '\u001b[A', down: '\u001b[B', interrupt: '\u0003' }

export type Session = {
  /** Waits until the text appears after the last thing that was waited for. */
  until(text: string | RegExp): Promise<void>
  press(...keys: string[]): void
  /** Everything that was written, without colours and cursor movements. */
  text(): string
  exited: Promise<number>
  kill(): void
}

const sequences = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|[=>])/g

/** The built CLI on a real terminal: keys go in, what people see comes out. */
export function openSession(args: string[], cwd: string, { columns = 80, rows = 40 } = {}): Session {
  const { CI: _, ...env } = process.env
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    cols: columns,
    rows,
    env: { ...env, TERM: 'xterm-256color', NO_COLOR: '1' } as Record<string, string>,
  })
  let [raw, seen] = ['', 0]
  let wake = () => {}
  child.onData((data) => {
    raw += data
    wake()
  })
  const exited = new Promise<number>((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)))
  const text = () => raw.replace(sequences, '').replaceAll('\r', '')
  const find = (wanted: string | RegExp) => {
    const rest = text().slice(seen)
    const match =
      typeof wanted === 'string'
        ? ([wanted, rest.indexOf(wanted)] as const)
        : ((it) => [it?.[0] ?? '', it?.index ?? -1] as const)(wanted.exec(rest))
    if (match[1] < 0) return false
    seen += match[1] + match[0].length
    return true
  }
  return {
    text,
    exited,
    press: (...pressed) => {
      for (const key of pressed) child.write(key)
    },
    kill: () => child.kill(),
    until: (wanted) =>
      new Promise<void>((resolve, reject) => {
        const look = () => find(wanted) && resolve()
        wake = look
        child.onExit(() =>
          find(wanted) ? resolve() : reject(new Error(`it ended before ${wanted} appeared:\n${text()}`)),
        )
        look()
      }),
  }
}
