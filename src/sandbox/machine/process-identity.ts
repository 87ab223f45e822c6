import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** When the process behind a pid began, in whatever words the system has; undefined when there is none. A pid alone may be somebody else by now. */
export function findProcessStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return linuxStart(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || undefined
    )
  } catch {
    return undefined
  }
}

/** Field 22 of /proc/PID/stat, counted after the name in brackets, which may hold anything; a zombie has ended. */
function linuxStart(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}
