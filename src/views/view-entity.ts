import type { Palette } from '../ports.ts'
import type { Entity } from '../report.ts'
import { titles } from './entity-titles.ts'
import { viewRelations } from './view-relations.ts'
import { wrapText } from './wrap-text.ts'

const goodStates = [
  'Running',
  'Active',
  'Available',
  'Created',
  'Updated',
  'Installation',
  'Upgrade',
  'Applied',
  'Default',
  'Overridden',
]
const onTheWay = ['Updating', 'Terminating', 'Starting', 'Pulling', 'Pending']

export function paintState(state: string, palette: Palette): string {
  if (goodStates.includes(state)) return palette.good(state)
  return onTheWay.includes(state) ? palette.warn(state) : palette.bad(state)
}

/** One entity: what it is, its state (in a column of its own), its facts, and its relations as a tree. */
export function viewEntity(entity: Entity, palette: Palette, columns: number): string[] {
  const { kind, name, state, summary, relations } = entity
  const tree = viewRelations(relations, palette, columns)
  if (columns < 60) {
    const facts = wrapText(`${name} · ${summary}`, columns - 5).map((line) => `    ${palette.dim(line)}`)
    return [`  ${palette.strong(titles[kind])}  ${paintState(state, palette)}`, ...facts, ...tree]
  }
  const gap = ' '.repeat(Math.max(1, 13 - state.length))
  const head = `  ${titles[kind].padEnd(17)} ${paintState(state, palette)}${gap}${palette.strong(name)}`
  if (33 + name.length + 2 + summary.length < columns) return [`${head}  ${palette.dim(summary)}`, ...tree]
  return [head, ...wrapText(summary, columns - 7).map((line) => `      ${palette.dim(line)}`), ...tree]
}
