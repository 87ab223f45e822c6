import { type Fit, viewFit } from './fit-node.ts'

const shown = 3
const kept = 20

const count = (number: number) => `${number} ${number === 1 ? 'node' : 'nodes'}`

/** Nodes with the same in the way are said in one breath. */
const group = (fits: Fit[]): { names: string[]; text: string }[] => {
  const groups = new Map<string, string[]>()
  for (const { node, against } of fits) {
    const text = against.map((one) => one.text).join('; ') || 'has room, but the scheduler refuses it'
    groups.set(text, [...(groups.get(text) ?? []), node])
  }
  return [...groups].map(([text, names]) => ({ names, text })).sort((a, b) => b.names.length - a.names.length)
}

/** What keeps a pod off every node: one line for the headline, and one for each node. */
export const viewFits = (fits: Fit[]): { line: string; lines: string[] } => {
  const groups = group(fits)
  const told = groups
    .slice(0, shown)
    .map(({ names, text }) => `${names.length === 1 ? names[0] : count(names.length)}: ${text}`)
  const rest = groups.slice(shown).reduce((sum, { names }) => sum + names.length, 0)
  return {
    line:
      fits.length === 0
        ? 'there is no node'
        : [...told, ...(rest > 0 ? [`and ${count(rest)} more`] : [])].join(' · '),
    lines: fits.slice(0, kept).map(viewFit),
  }
}
