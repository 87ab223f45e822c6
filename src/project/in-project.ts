/** `./x` and `../x` of a folder, as a path of the project; the root is `.`. */
export function inProject(base: string, path: string): string {
  const parts = base === '.' ? [] : base.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/') || '.'
}
