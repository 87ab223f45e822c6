import type { Palette } from '../ports.ts'
import type { PhaseReport } from '../report.ts'
import { wrapText } from './wrap-text.ts'

const signs = { done: '✓', unchanged: '=', skipped: '-', failed: '✗' } as const
const narrowColumns = 60

/** One finished phase: sign, name, what it found, how long it took. Why one failed stands once, in the last block. */
export function viewPhase(report: PhaseReport, palette: Palette, columns: number): string[] {
  const { name, status } = report
  const paint = { done: palette.good, unchanged: palette.dim, skipped: palette.dim, failed: palette.bad }[
    status
  ]
  const isNarrow = columns < narrowColumns
  const nameWidth = isNarrow ? 9 : 11
  const indent = 4 + nameWidth
  const width = Math.max(16, columns - indent - (isNarrow ? 1 : 8))
  const time = `${report.seconds.toFixed(1)}s`.padStart(6)
  return wrapText(wordsOf(report), width).map((line, index) => {
    if (index > 0) return `${' '.repeat(indent)}${line}`
    const head = `  ${paint(signs[status])} ${name.padEnd(nameWidth)}${line}`
    if (isNarrow || status === 'skipped') return head.trimEnd()
    return `${head}${' '.repeat(width - line.length + 1)}${palette.dim(time)}`
  })
}

const endings: Record<string, string> = {
  CANCELLED: 'cancelled',
  TERMINATED: 'cancelled',
  ROLLOUT_TIMED_OUT: 'not complete in time',
  LOST_SIGHT: 'lost sight of the cluster',
}

function wordsOf({ status, summary, code = '' }: PhaseReport): string {
  if (status === 'failed') return endings[code] ?? 'failed'
  return summary ?? (status === 'done' ? '' : status)
}
