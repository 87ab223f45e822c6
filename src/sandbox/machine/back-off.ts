/** 10 s, 20 s, 40 s … up to 5 min; forgotten once something ran well for long enough. */
export function backOffMs(failures: number, baseMs: number, maxMs: number): number {
  return Math.min(baseMs * 2 ** Math.max(0, failures - 1), maxMs)
}

/** As Go prints a duration: `10s`, `1m20s`, `500ms`. */
export function viewDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds}ms`
  const seconds = milliseconds / 1000
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes}m${round(seconds % 60)}s` : `${round(seconds)}s`
}

const round = (value: number): number => Math.round(value * 1000) / 1000
