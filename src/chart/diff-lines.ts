import { diffLines as diff } from 'diff'

export type Edit = { sign: ' ' | '+' | '-'; text: string }

const around = 2

/** What changed between two texts, line by line. */
export function diffLines(before: string, after: string): Edit[] {
  return diff(before, after).flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Edit => ({ sign: added ? '+' : removed ? '-' : ' ', text })),
  )
}

/** The changed lines with a little of what stands around them; a gap is one line `…`. */
export function nearChanges(edits: Edit[]): Edit[] {
  const isNear = (index: number) =>
    edits.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' ')
  return edits.flatMap((edit, index): Edit[] => {
    if (isNear(index)) return [edit]
    return index > 0 && isNear(index - 1) ? [{ sign: ' ', text: '…' }] : []
  })
}
