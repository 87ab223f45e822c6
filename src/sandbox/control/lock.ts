import { rmSync, writeFileSync } from 'node:fs'
import { findProcessStart } from '../machine/process-identity.ts'
import { loadText, type StateFolder } from './state-folder.ts'

/** One sandbox per state folder. Undefined when another process, alive, holds it. */
export function takeLock({ lock }: StateFolder): { release(): void } | undefined {
  const mine = `${process.pid} ${findProcessStart(process.pid) ?? ''}`
  for (let attempt = 0; attempt < 3; attempt++) {
    if (write(lock, mine)) return { release: () => rmSync(lock, { force: true }) }
    const held = loadText(lock)
    if (held === undefined) continue
    if (isAlive(held)) return undefined
    rmSync(lock, { force: true })
  }
  return undefined
}

function write(lock: string, content: string): boolean {
  try {
    writeFileSync(lock, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', ...start] = holder.split(' ')
  return findProcessStart(Number(pid)) === start.join(' ') && start.length > 0
}
