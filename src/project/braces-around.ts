import type { Folder, Line } from './project-files.ts'
import { withoutClosed } from './without-closed.ts'

const farthest = 2000
const braces = /\{[^{}]*\}/g

/** What stands in the same braces as a match, with the line that opens them up to there, and without braces in it. */
export function bracesAround(
  { path, line, match }: Line & { match: RegExpMatchArray },
  { texts }: Folder,
): string {
  const lines = (texts.get(path) ?? '').split('\n')
  const before = [...lines.slice(0, line - 1), (lines[line - 1] ?? '').slice(0, match.index)].join('\n')
  const behind = [(lines[line - 1] ?? '').slice(match.index), ...lines.slice(line)].join('\n')
  const above = withoutClosed(before.slice(-farthest), braces)
  const open = above.lastIndexOf('{')
  if (open < 0) return ''
  const below = withoutClosed(behind.slice(0, farthest), braces).split('}')[0]
  return above.slice(above.lastIndexOf('\n', open) + 1) + below
}
