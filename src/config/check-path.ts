import type { Fault } from './problem.ts'

/** A path inside the project: relative, `/`-separated, never out of it. */
export function checkFolder(path: string): Fault | undefined {
  const hint = 'Write it relative to the project, for example `apps/web` or `.`.'
  if (path === '') return { message: 'the path is empty', hint }
  if (/^([/~]|[A-Za-z]:[\\/])/.test(path))
    return { message: `\`${path}\` is not relative to the project`, hint }
  if (path.includes('\\'))
    return { message: `\`${path}\` holds a backslash`, hint: `Write \`${path.replaceAll('\\', '/')}\`.` }
  if (path.split('/').includes('..')) return { message: `\`${path}\` leads out of the project`, hint }
  if (hasControlCharacter(path)) return { message: 'the path holds a control character', hint }
  return undefined
}

/** A folder or file inside the container or on the node. */
export function checkAbsolutePath(path: string): Fault | undefined {
  if (/^\/[^\s:]+$/.test(path) && !path.split('/').includes('..') && !hasControlCharacter(path))
    return undefined
  return { message: `\`${path}\` is not an absolute path`, hint: 'For example `/var/cache/app`.' }
}

export function checkUrlPath(path: string): Fault | undefined {
  if (/^\/[^\s"'\\<>`{}#]*$/.test(path) && !hasControlCharacter(path)) return undefined
  return { message: `\`${path}\` is not the path of a URL`, hint: 'Begin with `/`, for example `/ready`.' }
}

const hasControlCharacter = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
