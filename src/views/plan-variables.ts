import type { Palette } from '../ports.ts'
import { viewRow } from './plan-found.ts'

export type Told = {
  name: string
  phase: 'build' | 'run'
  audience: 'browser' | 'cluster'
  isSecret: boolean
  isRequired: boolean
  source: string
  setBy?: string
  isLate: boolean
}

const most = 12

/** What the source reads: when, for whom, and whether anything sets it. Those that need a decision come first. */
export function viewVariables(variables: Told[], palette: Palette, columns: number): string[] {
  if (variables.length === 0) return []
  const ordered = [...variables].sort((one, other) => urgency(other) - urgency(one))
  const width = Math.min(24, Math.max(...ordered.map(({ name }) => name.length)) + 1)
  const rows = ordered
    .slice(0, most)
    .flatMap((it) =>
      viewRow({ label: it.name, value: describe(it), source: it.source }, palette, columns, width),
    )
  const rest = variables.length - most
  const more = rest > 0 ? [palette.dim(`    and ${rest} more: k8sdeploy init --dry-run -o json`)] : []
  return [`    ${palette.dim('environment variables in the source')}`, ...rows, ...more]
}

const urgency = ({ isRequired, setBy, isLate }: Told) =>
  isLate ? 3 : isRequired && setBy === undefined ? 2 : setBy === undefined ? 0 : 1

function describe({ phase, audience, isSecret, isRequired, setBy, isLate }: Told): string {
  const state = isLate ? 'set too late' : setBy === undefined && 'not set'
  const parts = [`${phase} · ${audience}`, isSecret && 'secret', isRequired && 'required', state]
  return parts.filter(Boolean).join(' · ')
}
