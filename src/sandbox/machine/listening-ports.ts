import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const listening = '0A'

/** TCP ports on which a process group listens, where the system tells (Linux); elsewhere none. */
export function findListeningPorts(group: number): number[] {
  if (process.platform !== 'linux') return []
  const ours = new Set(processesOf(group).flatMap(socketsOf))
  return ['tcp', 'tcp6']
    .flatMap((table) => readTable(table))
    .flatMap(({ inode, port }) => (ours.has(inode) ? [port] : []))
}

function readTable(name: string): { inode: string; port: number }[] {
  const lines = attempt(() => readFileSync(`/proc/net/${name}`, 'utf8').trim().split('\n').slice(1)) ?? []
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => ({ inode: fields[9] ?? '', port: Number.parseInt(fields[1]?.split(':')[1] ?? '0', 16) }))
}

function processesOf(group: number): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => {
    const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ''
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(group)
  })
}

function socketsOf(pid: string): string[] {
  const links = (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []).map(
    (fd) => attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '',
  )
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
}

/** Processes come and go while one looks. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
