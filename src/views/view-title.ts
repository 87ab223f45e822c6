import type { Palette } from '../ports.ts'
import type { ReleaseReport } from '../report.ts'
import { wrapText } from './wrap-text.ts'

/** What goes where: `shop → kind-dev / shop`. */
export function viewTitle(
  { name, context, namespace }: ReleaseReport,
  { strong }: Palette,
  columns: number,
): string[] {
  const [first = '', ...rest] = wrapText(`${name} → ${context} / ${namespace}`, columns - 3)
  return [
    `  ${first.startsWith(name) ? first.replace(name, strong(name)) : first}`,
    ...rest.map((line) => `    ${line}`),
  ]
}
