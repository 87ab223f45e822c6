import { answerText, isEmpty } from '../config/answer-value.ts'
import type { Config } from '../config/config.ts'
import type { Resolution, Resolved } from '../config/resolve-answers.ts'
import type { Palette } from '../ports.ts'
import { viewRow } from './plan-found.ts'
import { type Told, viewVariables } from './plan-variables.ts'
import { wrapText } from './wrap-text.ts'

const labelWidth = 15
const perComponent = /^(frontend|backend)\./

/** The answers that matter, a row each with where it came from; plain defaults are only counted. */
export function viewAnswers(
  { answers }: Resolution,
  config: Config,
  variables: Record<'frontend' | 'backend', Told[]>,
  palette: Palette,
  columns: number,
): string[] {
  const shown = [...answers.values()].filter(isTold)
  const rows = (rest: Resolved[]) => rest.flatMap((resolved) => viewAnswer(resolved, palette, columns))
  const heading = (text: string) => `  ${palette.strong(text)}`
  const part = (role: 'frontend' | 'backend') => [
    heading(role === 'frontend' ? 'Frontend' : 'Backend'),
    ...rows(shown.filter(({ row }) => row.id.startsWith(`${role}.`))),
    ...viewSize(config[role].resources, palette, columns),
    ...viewVariables(variables[role], palette, columns),
  ]
  const quiet = answers.size - shown.length - 8
  return [
    heading(config.name),
    ...rows(shown.filter(({ row }) => !perComponent.test(row.id) && row.id !== 'name')),
    ...viewReach(config, palette, columns),
    ...part('frontend'),
    ...part('backend'),
    ...(quiet > 0 ? [palette.dim(`    and ${quiet} defaults`)] : []),
  ]
}

function isTold({ row, value, source, isOwn }: Resolved): boolean {
  if (/-(request|limit)$/.test(row.id)) return false
  if (row.id.endsWith('.startup') && !isOwn) return false
  return isOwn || (!isEmpty(value) && (row.isMain === true || source !== 'default'))
}

function viewAnswer(
  { row, value, source, conflicts }: Resolved,
  palette: Palette,
  columns: number,
): string[] {
  const label = row.id.replace(perComponent, '')
  const text = Array.isArray(value) && row.kind !== 'words' ? value : [answerText(row, value) || 'none']
  const [first = 'none', ...rest] = text
  const shown = viewRow(
    { label, value: first, source: isToldBelow(row.id, source) || source === value ? '' : source },
    palette,
    columns,
    labelWidth,
  )
  const more = rest.map((entry) => `${' '.repeat(labelWidth + 5)}${entry}`)
  const doubts = conflicts.flatMap((it) => {
    const lines = wrapText(`${answerText(row, it.value)} ← ${it.source}`, columns - 9)
    return lines.map((line, index) => `      ${index === 0 ? palette.warn('!') : ' '} ${line}`)
  })
  return [...shown.slice(0, 1), ...more, ...shown.slice(1), ...doubts]
}

/** The sources of single variables stand with the variables. */
const isToldBelow = (id: string, source: string) =>
  source === 'default' || (/\.(env|secrets|build-args)$/.test(id) && source !== 'your answer')

function viewSize(
  { requests, limits }: Config['frontend']['resources'],
  palette: Palette,
  columns: number,
): string[] {
  const value = `cpu ${requests.cpu}–${limits.cpu}, memory ${requests.memory}–${limits.memory}`
  return viewRow({ label: 'resources', value, source: '' }, palette, columns, labelWidth)
}

function viewReach({ access, frontend }: Config, palette: Palette, columns: number): string[] {
  const { nodePort } = frontend.service
  const url = access.host
    ? `http${access.tlsSecret ? 's' : ''}://${access.host}`
    : nodePort
      ? `http://localhost:${nodePort}`
      : undefined
  return url ? viewRow({ label: 'reached at', value: url, source: '' }, palette, columns, labelWidth) : []
}
