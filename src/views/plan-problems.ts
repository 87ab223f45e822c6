import type { AnswerProblem } from '../config/check-answers.ts'
import { flagOf } from '../config/question-row.ts'
import type { Missing } from '../config/resolve-answers.ts'
import type { Palette } from '../ports.ts'
import { wrapText } from './wrap-text.ts'

/** Every wrong and every open answer, each with its place and the fix. */
export function viewProblems(
  problems: AnswerProblem[],
  missing: Missing[],
  { bad, warn, dim }: Palette,
  columns: number,
): string[] {
  const wrap = (text: string) => wrapText(text, Math.max(20, columns - 7))
  const told = (sign: string, text: string, fix: string) => {
    const [first = '', ...rest] = wrap(text)
    return [
      `    ${sign} ${first}`,
      ...rest.map((line) => `      ${line}`),
      ...wrap(`→ ${fix}`).map((line) => `      ${dim(line)}`),
    ]
  }
  return [
    ...problems.flatMap(({ id, message, hint }) => told(bad('✗'), `${id}: ${message}`, hint)),
    ...missing.flatMap(({ row, choices }) =>
      told(
        warn('?'),
        `${row.id} is open: ${row.message}`,
        `${flagOf(row)}, ${choices.map(({ value }) => value).join(' or ') || row.valid}`,
      ),
    ),
  ]
}
