import { once } from 'node:events'
import { fstatSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

type Holder = { path: string; info: string }

const lookMs = 1000

/**
 * Sees who reads `fd`; what it answers resolves when they have left, or with the signal. Whoever takes the first line
 * of a silent program and leaves is not heard of before the next write, which may never come; Linux shows who holds
 * the other end of a pipe.
 */
export async function watchReaders(fd: number): Promise<(signal: AbortSignal) => Promise<void>> {
  const pipe = await readlink(`/proc/self/fd/${fd}`).catch(() => '')
  let readers = pipe !== '' && fstatSync(fd).isFIFO() ? await findReaders(pipe) : []
  return async (signal) => {
    if (readers.length === 0 && !signal.aborted) await once(signal, 'abort')
    while (readers.length > 0) {
      await sleep(lookMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      if (!(await hasAny(readers, pipe))) readers = await findReaders(pipe)
    }
  }
}

async function hasAny(readers: Holder[], pipe: string): Promise<boolean> {
  const held = await Promise.all(readers.map(({ path }) => readlink(path).catch(targetOf)))
  // what may no longer be seen is not known to have gone
  return held.some((target) => target === pipe || target === undefined)
}

const targetOf = ({ code }: NodeJS.ErrnoException): string | undefined =>
  code === 'EACCES' || code === 'EPERM' ? undefined : ''

async function findReaders(pipe: string): Promise<Holder[]> {
  const pids = (await listOf('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(pids.map((pid) => findEnds(pid, pipe)))
  const isReading = await Promise.all(all.flat().map(isReadEnd))
  return all.flat().filter((_, index) => isReading[index])
}

async function findEnds(pid: string, pipe: string): Promise<Holder[]> {
  const fds = await listOf(`/proc/${pid}/fd`)
  const ends = fds.map((fd) => ({ path: `/proc/${pid}/fd/${fd}`, info: `/proc/${pid}/fdinfo/${fd}` }))
  const targets = await Promise.all(ends.map(({ path }) => readlink(path).catch(() => '')))
  return ends.filter((_, index) => targets[index] === pipe)
}

const listOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** `flags: 00` reads, `01` writes. */
async function isReadEnd({ info }: Holder): Promise<boolean> {
  const text = await readFile(info, 'utf8').catch(() => '')
  return /^flags:\s*[0-7]*[04]$/m.test(text)
}
