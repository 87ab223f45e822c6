import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProcessStart } from './process-identity.ts'

/** Makes sure that no process outlives the sandbox, however the sandbox ends. */
export type Reaper = {
  add(pid: number): void
  remove(pid: number): void
  close(): void
}

/** Learns of process groups on stdin; when stdin ends, because its parent did, it ends those that are left. */
const script = `trap '' TERM INT HUP
groups=
while read -r what pid; do
  left=
  for one in $groups; do [ "$one" = "$pid" ] || left="$left $one"; done
  groups=$left
  [ "$what" = add ] && groups="$groups $pid"
done
for one in $groups; do kill -TERM "-$one" 2>/dev/null; done
[ -n "$groups" ] && sleep 1
for one in $groups; do kill -KILL "-$one" 2>/dev/null; done
exit 0`

/** The shell watches while this process lives; the folder tells the next one, should both be gone. */
export function createReaper(dir: string): Reaper {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.unref()
  const tell = (line: string) => {
    if (shell.stdin.writable) shell.stdin.write(`${line}\n`)
  }
  return {
    add(pid) {
      tell(`add ${pid}`)
      writeFileSync(join(dir, String(pid)), findProcessStart(pid) ?? '', { mode: 0o600 })
    },
    remove(pid) {
      tell(`remove ${pid}`)
      rmSync(join(dir, String(pid)), { force: true })
    },
    close: () => void shell.stdin.end(),
  }
}

/** Ends what an earlier sandbox left running. A pid counts only while the process behind it is still the one that was recorded. */
export function sweepOrphans(dir: string): number[] {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const swept: number[] = []
  for (const name of readdirSync(dir)) {
    const pid = Number(name)
    const recorded = readFileSync(join(dir, name), 'utf8')
    if (pid > 1 && recorded !== '' && findProcessStart(pid) === recorded && killGroup(pid, 'SIGKILL'))
      swept.push(pid)
    rmSync(join(dir, name), { force: true })
  }
  return swept
}

/** False when there is nothing left to signal. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}
