import type { Palette } from '../ports.ts'
import type { RollbackReport } from '../report.ts'
import { viewFailure } from './view-error.ts'
import { viewOutage } from './view-outage.ts'
import { viewPlan } from './view-plan.ts'
import { viewUrls } from './view-urls.ts'
import { viewVerdict } from './view-verdict.ts'
import { labelled, wrapText } from './wrap-text.ts'

const indent = 15

/** After a failed deploy: which of the two stories it belongs to has to be said. */
export function viewWayBack(report: RollbackReport, palette: Palette, columns: number): string[] {
  if (!report.error) return viewRollback(report, palette, columns)
  const words = `the way back to revision ${report.to?.revision} failed too:`
  return [
    ...wrapText(words, columns - 4).map((line) => `  ${line}`),
    ...viewRollback(report, palette, columns),
  ]
}

/** The last block of a rollback: what runs again, how people fared meanwhile, and what was not taken back. */
export function viewRollback(report: RollbackReport, palette: Palette, columns: number): string[] {
  const stays = report.notUndone.length > 0 ? labelled('stays', report.notUndone, columns, palette.dim) : []
  if (report.error) return [...viewFailed(report, palette, columns), ...viewKept(report, palette), ...stays]
  if (report.status === 'planned') return [...viewPlan(report, palette), ...stays]
  if (report.status === 'unchanged') {
    const words = `nothing to do: revision ${report.release.revision} is what revision ${report.to?.revision} was`
    return beside(palette.good('= unchanged'), 11, words, columns)
  }
  const facts = [whatRuns(report), ...viewOutage(report)].join(' · ')
  return [
    ...beside(palette.good('✓ rolled back'), 13, facts, columns),
    ...viewUrls(report.urls, palette, columns),
    ...stays,
  ]
}

function whatRuns({ release, to, status, entities, seconds }: RollbackReport): string {
  const rules = entities.flatMap((entity) => entity.rules).filter(({ holds }) => holds !== null)
  const held = `${rules.filter(({ holds }) => holds).length} of ${rules.length} rules hold`
  const took = seconds === undefined ? '' : ` after ${seconds.toFixed(1)} s`
  return `revision ${to?.revision} runs again as revision ${release.revision}${took} · ${status === 'verified' ? held : 'its rules were not verified'}`
}

const beside = (label: string, length: number, text: string, columns: number): string[] =>
  wrapText(text, columns - indent - 3).map((line, index) =>
    index === 0
      ? `  ${label}${' '.repeat(Math.max(1, indent - length))}${line}`
      : `${' '.repeat(indent + 2)}${line}`,
  )

function viewFailed({ error, verdict, next }: RollbackReport, palette: Palette, columns: number): string[] {
  if (!verdict || error!.code !== 'ROLLOUT_FAILED') return viewFailure(error!, next, palette, columns)
  return viewVerdict(verdict, palette, columns, { state: error!.state, next })
}

const viewKept = ({ kept }: RollbackReport, { dim }: Palette): string[] =>
  kept ? [`  ${dim('kept   ')}${kept}`] : []
