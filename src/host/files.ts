import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { chmod, lstat, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { DeployError } from '../errors.ts'
import type { FileChange, Files } from '../ports.ts'
import { makeFolders } from '../sandbox/control/make-folders.ts'
import { listFiles } from './list-files.ts'
import { whyAbsent } from './why-absent.ts'

const mostBytes = 32 * 1024 * 1024

/** The files of one project. Nothing outside its root is read or written, whatever links say. */
export function projectFiles(root: string): Files {
  const base = resolve(root)
  let real: string | undefined
  const place: Place = {
    root: base,
    realRoot: () => {
      real ??= realpathSync.native(base)
      return real
    },
  }
  return {
    root: base,
    read: (path, most) => readInside(place, path, most),
    whyAbsent: (path) => whyAbsent(base, path),
    list: async () => listFiles(base),
    async write(changes) {
      for (const change of changes) await checkPlace(base, change.path)
      await applyChanges(base, changes)
    },
  }
}

/** The root, and where it really is: asked for once, and only when something was found in it. */
type Place = { root: string; realRoot: () => string }

/** Synchronous underneath: a pool costs ten times what a small file does, and a project has thousands. */
async function readInside(place: Place, path: string, most?: number): Promise<string | undefined> {
  const full = inside(place.root, path)
  const real = unlessAbsent(() => realpathSync.native(full))
  if (real === undefined || !isWithin(place.realRoot(), real)) return undefined
  const file = unlessAbsent(() =>
    openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  )
  if (file === undefined) return undefined
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) return undefined
    if (most !== undefined && stat.size > most) return ''
    if (stat.size > mostBytes) throw tooLarge(path, stat.size)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

type Staged = { target: string; temporary: string; path: string }

/** Everything is on the disk before the first name changes: who is killed leaves each file old or new, and whole. */
async function applyChanges(root: string, changes: FileChange[]): Promise<void> {
  const staged: Staged[] = []
  try {
    for (const change of changes) if (!('remove' in change)) staged.push(await stage(root, change))
    for (const { temporary, target, path } of staged)
      await rename(temporary, target).catch((cause: Error) => Promise.reject(cannotWrite(path, cause)))
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true })
    throw error
  }
  for (const change of changes) if ('remove' in change) await remove(root, inside(root, change.path))
}

async function stage(root: string, change: Exclude<FileChange, { remove: true }>): Promise<Staged> {
  const target = inside(root, change.path)
  try {
    makeFolders(dirname(target), change.folderMode)
    await sweep(dirname(target))
  } catch (cause) {
    throw cannotWrite(change.path, cause as Error)
  }
  const temporary = join(
    dirname(target),
    `.${process.pid}-${process.hrtime.bigint().toString(36)}.k8sdeploy-tmp`,
  )
  try {
    const mode = change.mode ?? (await modeOf(target)) ?? 0o644
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(change.content)
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(temporary, mode)
    return { target, temporary, path: change.path }
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cannotWrite(change.path, cause as Error)
  }
}

/** What a run that was killed has left; one that still runs keeps its own. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^\.(\d+)-\w+\.k8sdeploy-tmp$/.exec(name)?.[1]
    if (owner && !isRunning(Number(owner))) await rm(join(folder, name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Folders that held nothing else go too. */
async function remove(root: string, target: string): Promise<void> {
  await rm(target, { force: true })
  for (let folder = dirname(target); folder !== root && isWithin(root, folder); folder = dirname(folder))
    if (!(await isRemoved(folder))) return
}

const isRemoved = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    () => false,
  )

const modeOf = async (path: string): Promise<number | undefined> => {
  const stat = await lstat(path).catch(absent)
  return stat === undefined ? undefined : stat.mode & 0o777
}

/** Every folder on the way has to be a real one, and the file itself no link: a write can then not leave the project. */
async function checkPlace(root: string, path: string): Promise<void> {
  const steps = relative(root, inside(root, path)).split(sep)
  let at = root
  for (const [index, step] of steps.entries()) {
    at = join(at, step)
    const stat = await lstat(at).catch(absent)
    if (stat === undefined) return
    const isLast = index === steps.length - 1
    if (stat.isSymbolicLink()) throw isLink(path, relative(root, at))
    if (isLast ? !stat.isFile() : !stat.isDirectory()) throw inTheWay(path, relative(root, at), isLast)
  }
}

function inside(root: string, path: string): string {
  const full = resolve(root, path)
  if (path !== '' && !path.includes('\0') && full !== root && isWithin(root, full)) return full
  throw new DeployError('USAGE', `${JSON.stringify(path)} is not a file inside ${root}`, {
    hint: 'paths are relative to the project and stay in it',
  })
}

const isWithin = (root: string, path: string) =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

function unlessAbsent<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch (error) {
    return absent(error as NodeJS.ErrnoException)
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(error.code ?? '')) return undefined
  throw new DeployError('USAGE', `${error.path ?? 'a file'} cannot be read: ${error.message}`, {
    cause: error,
  })
}

const tooLarge = (path: string, size: number) =>
  new DeployError(
    'USAGE',
    `${path} has ${Math.round(size / 1024 / 1024)} MiB, which is more than k8sdeploy reads`,
    {
      hint: 'is it the right file?',
    },
  )

const isLink = (path: string, link: string) =>
  new DeployError('USAGE', `${path} is not written, because ${link} is a symbolic link`, {
    hint: 'k8sdeploy does not follow links when it writes; replace the link by a file or folder of its own',
    next: [`ls -l ${link}`],
  })

const inTheWay = (path: string, at: string, isLast: boolean) =>
  new DeployError('USAGE', `${path} cannot be written: ${at} is not a ${isLast ? 'file' : 'folder'}`, {
    hint: 'move it away, or choose another place',
    next: [`ls -ld ${at}`],
  })

function cannotWrite(path: string, error: Error): DeployError {
  if (error instanceof DeployError) return error
  return new DeployError('USAGE', `${path} cannot be written: ${error.message}`, {
    hint: 'check the free space and the rights of its folder; nothing of it was changed',
    cause: error,
  })
}
