import type { Palette } from '../ports.ts'
import type { Verdict } from '../report.ts'
import { labelled, wrapText } from './wrap-text.ts'

/** The one headline at the root, its evidence, and its effects under it. */
export function viewVerdict(
  verdict: Verdict,
  { bad, dim, strong, accent }: Palette,
  columns: number,
): string[] {
  const { object, message, field, whyNotTransient, confirmedBy, effects, hint, count } = verdict
  const label = (name: string, text: string | undefined) => (text ? labelled(name, text, columns, dim) : [])
  const [first = '', ...rest] = wrapText(message, Math.max(20, columns - 4))
  const where = `${object.kind} ${object.name}${object.container ? `, container ${object.container}` : ''}`
  return [
    `  ${bad('✗')} ${strong(first)}`,
    ...rest.map((line) => `    ${strong(line)}`),
    ...label('what', `${verdict.class} at ${where}`),
    ...label('seen', `${field}${count > 1 ? `, ${count} times` : ''}`),
    ...label('why', whyNotTransient),
    ...label('', confirmedBy && `confirmed: ${confirmedBy}`),
    ...effects.flatMap((effect, index) =>
      label(index === 0 ? 'also' : '', `${effect.object}: ${effect.message}`),
    ),
    ...(hint ? labelled('next', hint, columns, dim).map((line) => line.replace(hint, accent(hint))) : []),
  ]
}
