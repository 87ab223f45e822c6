/**
 * What docker leaves out of a build context: its own rules, which differ from git's. A path is judged with the verdict on its
 * folder, because a pattern that spoke for a folder speaks for all in it, unless it had nothing to say there.
 */
export type DockerIgnore = {
  judge(path: string, folder?: Verdict): Verdict
  /** Nothing below this ignored folder can come back, so it need not be entered. */
  isClosed(dir: string, verdict: Verdict): boolean
}
/** `spoke` tells which patterns decided. */
export type Verdict = { ignored: boolean; spoke: boolean[] }
type Pattern = { negated: boolean; text: string; matches(path: string): boolean }

export function readDockerIgnore(text: string): DockerIgnore {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readLine)
  const negated = patterns.filter((pattern) => pattern.negated)
  const mayReturn = (dir: string) =>
    negated.some(({ text: kept }) => /[*?[\\]/.test(kept) || `${kept}/`.startsWith(`${dir}/`))
  return {
    judge: (path, folder) => judge(patterns, path, folder),
    isClosed: (dir, { ignored }) => ignored && !mayReturn(dir),
  }
}

function judge(patterns: Pattern[], path: string, folder?: Verdict): Verdict {
  let ignored = false
  const spoke = patterns.map(({ negated, matches }, index) => {
    const decides = folder?.spoke[index] || (negated === ignored && matches(path))
    if (decides) ignored = !negated
    return decides
  })
  return { ignored, spoke }
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

/** Without a wildcard, or with `**` alone at one end, docker compares texts, and not with its regular expression. */
function matcherOf(pattern: string): (path: string) => boolean {
  const literal = /^[^*?[\]\\]*$/
  if (literal.test(pattern)) return (path) => path === pattern
  const ending = pattern.startsWith('**') ? pattern.slice(2) : undefined
  if (ending !== undefined && literal.test(ending))
    return (path) => path.endsWith(ending) || (ending.startsWith('/') && path === ending.slice(1))
  const beginning = pattern.endsWith('**') ? pattern.slice(0, -2) : undefined
  if (beginning !== undefined && literal.test(beginning)) return (path) => path.startsWith(beginning)
  const expression = expressionOf(pattern)
  return (path) => expression?.test(path) ?? false
}

/** Undefined for a pattern that docker refuses to build with. */
function expressionOf(pattern: string): RegExp | undefined {
  const tokens = pattern.match(/\*\*\/?|\*|\?|\\[\s\S]?|[\s\S]/g) ?? []
  try {
    return new RegExp(
      `^${tokens.map((token, index) => partOf(token, index === tokens.length - 1)).join('')}$`,
      's',
    )
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The signs that docker escapes; `^`, `|` and braces keep what they mean in a regular expression. */
function partOf(token: string, isLast: boolean): string {
  if (token.startsWith('**')) return isLast ? '.*' : '(.*/)?'
  if (token === '*') return '[^/]*'
  if (token === '?') return '([\\ud800-\\udbff][\\udc00-\\udfff]|[^/\\ud800-\\udfff])'
  if (token.startsWith('\\')) return token.length === 1 ? '\\\\' : token
  return token.replace(/[.+()$]/, '\\$&')
}
