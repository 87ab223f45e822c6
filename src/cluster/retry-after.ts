import type { IncomingHttpHeaders } from 'node:http'

const longestMs = 30_000

/** Milliseconds that the server asks to be left alone, bounded. It may count them, or name a time by its own clock. */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['retry-after']
  if (text === undefined) return undefined
  const counted = Number(text)
  const asked = Number.isFinite(counted) ? counted * 1000 : Date.parse(text) - Date.parse(headers.date ?? '')
  return asked > 0 ? Math.min(asked, longestMs) : undefined
}
