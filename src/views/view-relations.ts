import type { Palette } from '../ports.ts'
import type { EntityKind, Relation } from '../report.ts'
import { countThings } from './count-things.ts'
import { titles } from './entity-titles.ts'
import { wrapText } from './wrap-text.ts'

type Branch = { type: Relation['type']; text: string; holds: boolean | null }

const mostNames = 2

const isTitled = (kind: string): kind is EntityKind => kind in titles

/** `BackendService backend` as it stands in the column beside it. */
const spellKind = (to: string): string => to.replace(/^\w+/, (kind) => (isTitled(kind) ? titles[kind] : kind))

/** A line for each kind of relation that holds, and one for each that does not, with its evidence. */
export function viewRelations(relations: Relation[], palette: Palette, columns: number): string[] {
  const branches = [...new Set(relations.map(({ type }) => type))].flatMap((type) =>
    branchesOf(relations.filter((one) => one.type === type)),
  )
  return branches.flatMap((branch, index) =>
    viewBranch(branch, index === branches.length - 1, palette, columns),
  )
}

function branchesOf(relations: Relation[]): Branch[] {
  const holding = relations.filter(({ holds }) => holds === true)
  const others = relations.filter(({ holds }) => holds !== true)
  const together = holding.slice(0, 1).map(({ type }) => ({ type, text: names(holding), holds: true }))
  return [
    ...together,
    ...others.map(({ type, to, holds, evidence }) => ({
      type,
      text: `${spellKind(to)}${holds === false && evidence ? ` (${evidence})` : ''}`,
      holds,
    })),
  ]
}

function names(relations: Relation[]): string {
  const all = relations.map(({ to }) => to)
  if (all.length <= mostNames) return all.map(spellKind).join(', ')
  const kinds = all.map((name) => name.split(' ')[0]!)
  return [...new Set(kinds)]
    .map((kind) => countThings(kinds.filter((one) => one === kind).length, kind))
    .join(', ')
}

function viewBranch(
  { type, text, holds }: Branch,
  isLast: boolean,
  { good, bad, dim }: Palette,
  columns: number,
): string[] {
  const verdict = holds === null ? 'not checked' : holds ? 'holds' : 'broken'
  const paint = holds === null ? dim : holds ? good : bad
  const width = columns - 9
  const lines = wrapText(`${type.replace('-', ' ').padEnd(columns < 60 ? 0 : 11)} ${text}`, width)
  const fits = lines.at(-1)!.length + 2 + verdict.length <= width
  const told = fits
    ? [...lines.slice(0, -1), `${lines.at(-1)}  ${paint(verdict)}`]
    : [...lines, paint(verdict)]
  return told.map((line, index) =>
    index === 0 ? `    ${dim(isLast ? '└' : '├')} ${line}` : `    ${isLast ? ' ' : dim('│')}   ${line}`,
  )
}
