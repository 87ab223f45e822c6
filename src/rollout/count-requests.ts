import type { RequestsReport } from '../report.ts'

export type Answered = { sentAt: number; answeredAt: number; failed?: string }

export type RequestCount = Omit<RequestsReport, 'url'> & {
  /** When the first request was sent that nothing has answered since. */
  silentSince?: number
}

export const noRequests: RequestCount = { sent: 0, failed: 0, longestGapMs: 0 }

/** One more answer. A gap lasts from the sending of the first request that failed to the next answer. */
export const countRequest = (count: RequestCount, { sentAt, answeredAt, failed }: Answered): RequestCount => {
  const sent = count.sent + 1
  if (failed === undefined && count.silentSince === undefined) return { ...count, sent }
  const since = count.silentSince ?? sentAt
  return {
    sent,
    failed: count.failed + (failed === undefined ? 0 : 1),
    longestGapMs: Math.max(count.longestGapMs, Math.round(answeredAt - since)),
    lastFailure: failed ?? count.lastFailure,
    silentSince: failed === undefined ? undefined : since,
  }
}
