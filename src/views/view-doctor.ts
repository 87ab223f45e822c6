import type { Palette } from '../ports.ts'
import type { DoctorCheck, DoctorReport } from '../report.ts'
import { countThings } from './count-things.ts'
import { viewNext } from './view-verdict.ts'
import { wrapText } from './wrap-text.ts'

const nameWidth = 16
const indent = 4 + nameWidth

/** `✗ helm  …` and below it what to do about it. */
export function viewDoctorCheck(check: DoctorCheck, palette: Palette, columns = 80): string[] {
  const { dim } = palette
  const below = [...(check.evidence ?? []), ...(check.hint ? [`→ ${check.hint}`] : [])]
  const [first = '', ...rest] = wrapped(check.detail, columns)
  return [
    `  ${sign(check, palette)} ${check.id.padEnd(nameWidth)}${first}`,
    ...[...rest, ...below.flatMap((text) => wrapped(text, columns)).map((line) => dim(line))].map(beside),
  ]
}

const wrapped = (text: string, columns: number) => wrapText(text, Math.max(20, columns - indent))
const beside = (line: string) => `${' '.repeat(indent)}${line}`

function sign({ holds }: DoctorCheck, { good, bad, dim }: Palette): string {
  if (holds === null) return dim('?')
  return holds ? good('✓') : bad('✗')
}

export function viewDoctorEnd({ checks, next }: DoctorReport, palette: Palette, columns = 80): string[] {
  const { good, bad } = palette
  const missing = checks.filter(({ holds }) => holds === false).length
  const summary =
    missing === 0
      ? good('everything that a deploy needs is there')
      : bad(`${countThings(missing, 'thing')} to mend`)
  return ['', `  ${summary}`, ...viewNext(next, palette, columns)]
}
