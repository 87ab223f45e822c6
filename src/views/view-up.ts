import type { Palette } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { viewFailure } from './view-error.ts'
import { viewVerdict } from './view-verdict.ts'

/** The last block of `up`: what is verified and where it answers, or what failed and what to type. */
export function viewUp(report: UpReport, palette: Palette, columns: number): string[] {
  if (report.error) return viewFailedUp(report, palette, columns)
  if (report.status === 'planned') return viewPlan(report, palette)
  return [`  ${palette.good(`✓ ${headline(report)}`)}`, ...viewUrls(report, palette)]
}

function headline(report: UpReport): string {
  const rules = report.entities.flatMap((entity) => entity.rules).filter(({ holds }) => holds !== null)
  const held = `${rules.filter(({ holds }) => holds).length} of ${rules.length} rules hold`
  if (report.status === 'unchanged') return `unchanged   nothing to do; ${held}`
  if (report.status === 'available') return 'available   the rollout is complete; rules were not verified'
  return [`verified   ${held}`, outage(report)].filter(Boolean).join(' · ')
}

function outage({ outages = {}, release }: UpReport): string {
  if (release.revision === 1) return ''
  const worst = Math.max(0, ...Object.values(outages))
  return worst === 0 ? 'no moment without a ready pod' : `${worst} ms without a ready pod`
}

function viewUrls({ urls }: UpReport, { accent, dim }: Palette): string[] {
  return urls.map(({ url, status, milliseconds, note }) =>
    url
      ? `  app   ${accent(url)}   ${dim(status ? `answered ${status} in ${milliseconds} ms` : (note ?? ''))}`
      : `  app   ${dim(note ?? '')}`,
  )
}

function viewPlan({ changes = [] }: UpReport, { good, bad, warn, dim }: Palette): string[] {
  if (changes.length === 0) return ['  nothing would change']
  const sign = { create: good('create'), change: warn('change'), remove: bad('remove') } as Record<
    string,
    string
  >
  const paint = (line: string) =>
    line.startsWith('+') ? good(line) : line.startsWith('-') ? bad(line) : dim(line)
  return changes.flatMap(({ kind, name, change, lines }) => [
    `  ${sign[change] ?? change}  ${kind} ${name}`,
    ...(change === 'change' ? lines.map((line) => `      ${paint(line)}`) : []),
  ])
}

function viewFailedUp({ error, verdict, next }: UpReport, palette: Palette, columns: number): string[] {
  if (!verdict) return viewFailure(error!, next, palette, columns)
  const state = error!.state ? [`  ${palette.dim('state  ')}${error!.state}`] : []
  return [
    ...viewVerdict(verdict, palette, columns),
    ...state,
    ...next.map((command) => `         ${palette.accent(command)}`),
  ]
}
