import type { Palette } from '../ports.ts'
import type { DiagnosisReport, Verdict } from '../report.ts'
import { viewVerdict } from './view-verdict.ts'
import { labelled, wrapText } from './wrap-text.ts'

/** One headline per root cause, its effects under it; what is not certain is said to be that. */
export function viewDiagnosis(report: DiagnosisReport, palette: Palette, columns: number): string[] {
  const { verdicts, suspicions, state, checked } = report
  const { dim } = palette
  return [
    ...viewHeading(report, palette, columns),
    ...verdicts.flatMap((verdict) => ['', ...viewVerdict(verdict, palette, columns)]),
    ...suspicions.flatMap((one) => ['', ...viewSuspicion(one, palette, columns)]),
    '',
    ...labelled('state', state, columns, dim),
    ...labelled('basis', checked, columns, dim),
    ...viewMore(report, palette),
  ]
}

function viewHeading(
  { release, status, verdicts, suspicions }: DiagnosisReport,
  palette: Palette,
  columns: number,
) {
  const { good, bad, warn, strong } = palette
  const revision = release.revision === undefined ? '' : ` · revision ${release.revision}`
  const name = release.name || 'all Deployments'
  const place = `${name} @ ${release.context} / ${release.namespace}${revision}`
  const count = `${verdicts.length} ${verdicts.length === 1 ? 'cause' : 'causes'}`
  const said = {
    healthy: [good, '✓ healthy: no problem found'] as const,
    ill: [bad, `✗ unhealthy: ${count} found`] as const,
    unknown: [
      warn,
      suspicions.length > 0
        ? '? not healthy, and no cause is certain yet'
        : '? still changing, or incomplete: no problem found so far',
    ] as const,
  }[status]
  const [paint, text] = said
  return [
    ...wrapText(place, columns - 2).map((line) => `  ${strong(line)}`),
    ...wrapText(text, columns - 4).map((line, index) => `  ${paint(index === 0 ? line : `  ${line}`)}`),
  ]
}

function viewSuspicion(verdict: Verdict, { warn, dim }: Palette, columns: number): string[] {
  const { message, object, class: name, hint, evidence = [] } = verdict
  const [first = '', ...rest] = wrapText(`not certain yet: ${message}`, Math.max(20, columns - 4))
  return [
    `  ${warn('?')} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...labelled('where', `${object.kind} ${object.name} (${name})`, columns, dim),
    ...(evidence.length > 0 ? labelled('proof', evidence, columns, dim) : []),
    ...(hint ? labelled('maybe', hint, columns, dim) : []),
  ]
}

/** Commands stay on one line, so that they can be copied. */
const viewMore = ({ next }: DiagnosisReport, { accent, dim }: Palette): string[] =>
  next.map((command, index) => `  ${dim((index === 0 ? 'more' : '').padEnd(7))}${accent(command)}`)
