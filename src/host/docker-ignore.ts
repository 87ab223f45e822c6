/** What docker leaves out of a build context: its own rules, which differ from git's. */
export type DockerIgnore = {
  isIgnored(path: string): boolean
  /** Nothing below this ignored folder can come back, so it need not be entered. */
  isClosed(dir: string): boolean
}
type Pattern = { negated: boolean; text: string; matches(path: string): boolean }

export function readDockerIgnore(text: string): DockerIgnore {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readLine)
  const isIgnored = (path: string): boolean => {
    const chain = withParents(path)
    let ignored = false
    for (const pattern of patterns) {
      if (pattern.negated === ignored && chain.some(pattern.matches)) ignored = !pattern.negated
    }
    return ignored
  }
  const negated = patterns.filter((pattern) => pattern.negated)
  const mayReturn = (dir: string) =>
    negated.some(({ text: kept }) => /[*?[\\]/.test(kept) || `${kept}/`.startsWith(`${dir}/`))
  return { isIgnored, isClosed: (dir) => isIgnored(dir) && !mayReturn(dir) }
}

function readLine(line: string): Pattern[] {
  if (line.startsWith('#')) return []
  const trimmed = line.trim()
  const negated = trimmed.startsWith('!')
  const text = cleaned(negated ? trimmed.slice(1).trim() : trimmed)
  return text === '' ? [] : [{ negated, text, matches: matcherOf(text) }]
}

/** As Go's filepath.Clean, and relative to the context. */
function cleaned(pattern: string): string {
  const kept: string[] = []
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (part !== '..' || !pattern.startsWith('/')) kept.push(part)
  }
  return kept.length === 0 && pattern !== '' ? '.' : kept.join('/')
}

/** The path and every folder above it: what holds for a folder holds for all in it. */
function withParents(path: string): string[] {
  const parts = path.split('/')
  return [path, ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))]
}

/** `**` alone at the beginning or the end is a plain comparison of endings or beginnings in docker, and not its regular expression. */
function matcherOf(pattern: string): (path: string) => boolean {
  const leading = /^\*\*([^*?[\]\\]*)$/.exec(pattern)?.[1]
  if (leading !== undefined)
    return (path) => path.endsWith(leading) || (leading.startsWith('/') && path === leading.slice(1))
  const trailing = /^([^*?[\]\\]*)\*\*$/.exec(pattern)?.[1]
  if (trailing !== undefined) return (path) => path.startsWith(trailing)
  const expression = expressionOf(pattern)
  return (path) => expression?.test(path) ?? false
}

function expressionOf(pattern: string): RegExp | undefined {
  const tokens = pattern.match(/\*\*\/?|\*|\?|\\[\s\S]?|\[\^?|\]|[\s\S]/g) ?? []
  try {
    return new RegExp(
      `^${tokens.map((token, index) => partOf(token, index === tokens.length - 1)).join('')}$`,
      's',
    )
  } catch {
    return undefined
  }
}

function partOf(token: string, isLast: boolean): string {
  if (token.startsWith('**')) return isLast ? '.*' : '(.*/)?'
  if (token === '*') return '[^/]*'
  if (token === '?') return '[^/]'
  if (token.startsWith('\\')) return token.length === 1 ? '\\\\' : `\\${token[1]}`
  if (token.startsWith('[') || token === ']') return token
  return token.replace(/[.+()|{}$^]/, '\\$&')
}
