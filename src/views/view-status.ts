import type { Palette } from '../ports.ts'
import type { StatusReport } from '../report.ts'
import { viewEntity } from './view-entity.ts'
import { viewRules } from './view-rules.ts'
import { viewUrls } from './view-urls.ts'
import { viewVerdict } from './view-verdict.ts'
import { wrapText } from './wrap-text.ts'

/** The eight entities with their states and relations, then where the app answers, then what does not hold. */
export function viewStatus(report: StatusReport, palette: Palette, columns: number): string[] {
  if (report.status === 'absent') return viewAbsent(report, palette, columns)
  const { entities, urls, verdicts } = report
  return [
    ...viewHeading(report, palette, columns),
    ...entities.flatMap((entity) => viewEntity(entity, palette, columns)),
    ...viewUrls(urls, palette, columns),
    '',
    ...viewRules(entities, palette, columns),
    ...verdicts.flatMap((verdict) => ['', ...viewVerdict(verdict, palette, columns)]),
  ]
}

const placeOf = ({ release }: StatusReport) => `${release.name} @ ${release.context} / ${release.namespace}`

function viewAbsent(report: StatusReport, { strong, dim, accent }: Palette, columns: number): string[] {
  return [
    ...wrapText(`${placeOf(report)}: no release here`, columns - 3).map((line) => `  ${strong(line)}`),
    `  ${dim('next   ')}${accent(report.next[0] ?? 'k8sdeploy up')}`,
  ]
}

function viewHeading(report: StatusReport, { strong, dim }: Palette, columns: number): string[] {
  const { revision, previousVerified } = report.release
  const verified =
    previousVerified === revision
      ? 'verified'
      : previousVerified
        ? `not verified; ${previousVerified} was`
        : 'never verified'
  const place = placeOf(report)
  const told = `revision ${revision} ${verified}`
  if (place.length + told.length + 5 <= columns) return [`  ${strong(place)} ${dim(`· ${told}`)}`]
  return [...wrapText(place, columns - 3).map((line) => `  ${strong(line)}`), `  ${dim(told)}`]
}
