/** `38s`, `5m12s`, `3h`, `2d4h`: as fine as its size makes sense. */
export function ageText(from: unknown, now: Date): string {
  const start = Date.parse(String(from ?? ''))
  return Number.isNaN(start) ? '<unknown>' : durationText((now.getTime() - start) / 1000)
}

export function durationText(total: number): string {
  const seconds = Math.floor(total)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(seconds / 3600)
  const days = Math.floor(hours / 24)
  if (seconds < 120) return `${seconds}s`
  if (minutes < 10) return joined(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  if (hours < 8) return joined(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  if (hours < 192) return joined(days, 'd', hours % 24, 'h')
  return days < 730 ? `${days}d` : joined(Math.floor(days / 365), 'y', days % 365, 'd')
}

const joined = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`
