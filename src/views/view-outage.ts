import type { RollbackReport, UpReport } from '../report.ts'

type Released = UpReport | RollbackReport

/** How long nobody served, by the endpoints and by what people would have seen. */
export function viewOutage(report: Released): string[] {
  const { outages = {}, release } = report
  if (release.revision === 1) return []
  const worst = Math.max(0, ...Object.values(outages))
  const ready = worst === 0 ? 'always a ready pod' : `${viewTime(worst)} without a ready pod`
  return [ready, ...viewLoss(report)]
}

/** What became of the requests that were sent meanwhile. */
export function viewLoss({ requests }: Released): string[] {
  if (!requests) return []
  const { sent, failed, longestGapMs } = requests
  if (failed === 0) return [`0 of ${sent} requests failed`]
  return [`${failed} of ${sent} requests failed, no answer for ${viewTime(longestGapMs)}`]
}

const viewTime = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`
