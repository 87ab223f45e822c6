import type { Palette } from '../ports.ts'
import type { DoctorCheck, DoctorReport } from '../report.ts'
import { countThings } from './count-things.ts'
import { viewNext } from './view-verdict.ts'
import { wrapText } from './wrap-text.ts'

const nameWidth = 16
const narrowColumns = 60

/** `✗ helm  …` and below it what to do about it; where there is no room beside the name, all of it below. */
export function viewDoctorCheck(check: DoctorCheck, palette: Palette, columns = 80): string[] {
  const { dim } = palette
  const below = [...(check.evidence ?? []), ...(check.hint ? [`→ ${check.hint}`] : [])]
  const indent = columns < narrowColumns ? 4 : 4 + nameWidth
  const wrapped = (text: string) => wrapText(text, Math.max(20, columns - indent))
  const lines = [...wrapped(check.detail), ...below.flatMap(wrapped).map((line) => dim(line))]
  const head = `  ${sign(check, palette)} ${check.id}`
  const beside = columns < narrowColumns ? '' : (lines.shift() ?? '')
  return [
    beside === '' ? head : `${head.padEnd(head.length + nameWidth - check.id.length)}${beside}`,
    ...lines.map((line) => `${' '.repeat(indent)}${line}`),
  ]
}

function sign({ holds }: DoctorCheck, { good, bad, dim }: Palette): string {
  if (holds === null) return dim('?')
  return holds ? good('✓') : bad('✗')
}

export function viewDoctorEnd({ checks, next }: DoctorReport, palette: Palette, columns = 80): string[] {
  const { good, bad } = palette
  const missing = checks.filter(({ holds }) => holds === false).length
  const summary = missing === 0 ? good('ready to deploy') : bad(`${countThings(missing, 'problem')} to fix`)
  return ['', `  ${summary}`, ...viewNext(next, palette, columns)]
}
