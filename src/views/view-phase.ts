import type { Palette } from '../ports.ts'
import type { PhaseReport } from '../report.ts'
import { wrapText } from './wrap-text.ts'

const signs = { done: '✓', unchanged: '=', skipped: '-', failed: '✗' } as const

/** One finished phase: sign, name, what it found, how long it took. */
export function viewPhase(
  { name, status, seconds, summary = '' }: PhaseReport,
  palette: Palette,
  columns: number,
): string[] {
  const paint = { done: palette.good, unchanged: palette.dim, skipped: palette.dim, failed: palette.bad }[
    status
  ]
  const time = `${seconds.toFixed(1)}s`
  const lines = wrapText(
    status === 'done' ? summary : [status, summary].filter(Boolean).join(': '),
    Math.max(16, columns - 22),
  )
  return lines.map((line, index) => {
    if (index > 0) return `               ${line}`
    return `  ${paint(signs[status])} ${name.padEnd(10)} ${line.padEnd(Math.max(0, columns - 22))} ${palette.dim(time.padStart(6))}`
  })
}
