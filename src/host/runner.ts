import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import type { Runner } from '../ports.ts'

/** Who runs this command, as others have to be able to tell it. */
export const thisRunner = (): Runner => ({
  name: `${userName()}@${hostname()}`,
  pid: process.pid,
  machine: createHash('sha256').update(machineFacts().join('\n')).digest('hex').slice(0, 16),
  isAlive,
})

/** A pid means something only within one boot of one machine, and within one container of it. */
const machineFacts = (): string[] => [
  hostname(),
  ifThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  ifThere(() => readlinkSync('/proc/self/ns/pid')),
]

/** A container's user may have no name. */
const userName = (): string => ifThere(() => userInfo().username) || 'somebody'

function ifThere(read: () => string): string {
  try {
    return read().trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

/** Signal 0 asks without sending; that it may not be sent says that somebody is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
