import { diffLines, nearChanges } from '../chart/diff-lines.ts'
import type { Palette } from '../ports.ts'

type Changed = { path: string; before?: string; after?: string }

/** A unified diff without line numbers: enough to decide by. */
export function viewDiff(
  { path, before = '', after = '' }: Changed,
  { good, bad, dim, strong }: Palette,
): string[] {
  const colours = { ' ': dim, '+': good, '-': bad }
  const lines = nearChanges(diffLines(before, after)).map(({ sign, text }) =>
    colours[sign](`${sign} ${text}`),
  )
  return [strong(`--- ${path}`), ...lines]
}
