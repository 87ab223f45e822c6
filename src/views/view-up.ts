import type { Palette } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { viewFailure } from './view-error.ts'
import { viewLoss, viewOutage } from './view-outage.ts'
import { viewPlan } from './view-plan.ts'
import { viewUrls } from './view-urls.ts'
import { viewVerdict } from './view-verdict.ts'
import { wrapText } from './wrap-text.ts'

/** The last block of `up`: what is verified and where it answers, or what failed and what to type. */
export function viewUp(report: UpReport, palette: Palette, columns: number): string[] {
  if (report.error) return [...viewFailedUp(report, palette, columns), ...viewKept(report, palette)]
  if (report.status === 'planned') return viewPlan(report, palette)
  return [...viewHeadline(report, palette, columns), ...viewUrls(report.urls, palette, columns)]
}

function viewHeadline(report: UpReport, { good }: Palette, columns: number): string[] {
  const indent = 15
  const status = report.status.padEnd(indent - 4)
  return wrapText(facts(report).join(' · '), columns - indent - 1).map((line, index) =>
    index === 0 ? `  ${good(`✓ ${status}`)}${line}` : `${' '.repeat(indent)}${line}`,
  )
}

function facts(report: UpReport): string[] {
  const rules = report.entities.flatMap((entity) => entity.rules).filter(({ holds }) => holds !== null)
  const held = `${rules.filter(({ holds }) => holds).length} of ${rules.length} rules hold`
  const revision = `revision ${report.release.revision}`
  if (report.status === 'unchanged') return [`nothing to do: ${revision} runs`, held]
  if (report.status === 'available') return [`${revision} is rolled out`, 'its rules were not verified']
  return [revision, held, ...viewOutage(report)]
}

function viewFailedUp(report: UpReport, palette: Palette, columns: number): string[] {
  const { error, verdict, next } = report
  if (!verdict || error!.code !== 'ROLLOUT_FAILED') return viewFailure(error!, next, palette, columns)
  const state = [error!.state, ...viewLoss(report)].filter((part) => part !== undefined).join(' · ')
  return viewVerdict(verdict, palette, columns, { state, next })
}

/** On a line of its own, so that it can be copied. */
const viewKept = ({ kept }: UpReport, { dim }: Palette): string[] =>
  kept ? [`  ${dim('kept   ')}${kept}`] : []
