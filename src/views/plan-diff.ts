import type { Palette } from '../ports.ts'

type Changed = { path: string; before?: string; after?: string }
type Edit = { sign: ' ' | '+' | '-'; text: string }

const around = 2

/** A unified diff without line numbers: enough to decide by. */
export function viewDiff({ path, before, after }: Changed, { good, bad, dim, strong }: Palette): string[] {
  const edits = editsBetween(linesOf(before), linesOf(after))
  const isNear = (index: number) =>
    edits.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' ')
  const colours = { ' ': dim, '+': good, '-': bad }
  const lines = edits.flatMap(({ sign, text }, index) => {
    if (isNear(index)) return [colours[sign](`${sign} ${text}`)]
    return index > 0 && isNear(index - 1) ? [dim('  …')] : []
  })
  return [strong(`--- ${path}`), ...lines]
}

const linesOf = (text: string | undefined) =>
  text === undefined || text === '' ? [] : text.replace(/\n$/, '').split('\n')

/** Longest common subsequence; the files of a plan are small. */
function editsBetween(before: string[], after: string[]): Edit[] {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i] === after[j]
      lengths[i * width + j] = same
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  return walk(before, after, lengths, width)
}

function walk(before: string[], after: string[], lengths: Uint32Array, width: number): Edit[] {
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const isSame = i < before.length && j < after.length && before[i] === after[j]
    const removes =
      j >= after.length || (i < before.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    if (isSame) edits.push({ sign: ' ', text: before[i++]! })
    if (isSame) j++
    else if (removes) edits.push({ sign: '-', text: before[i++]! })
    else edits.push({ sign: '+', text: after[j++]! })
  }
  return edits
}
