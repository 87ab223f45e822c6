import type { Palette } from '../ports.ts'
import type { DownReport } from '../report.ts'
import { wrapText } from './wrap-text.ts'

const indent = 13

/** The last block of `down`: what is gone, what stays and why. */
export function viewDown(
  { release, removed, left }: DownReport,
  { good, dim }: Palette,
  columns = 80,
): string[] {
  const { name, namespace, context } = release
  const stays = left.flatMap(({ object, why }) => beside(dim('left'), 4, `${object}: ${why}`, columns))
  if (removed.length > 0) return [...beside(good('✓ removed'), 9, removed.join(', '), columns), ...stays]
  const nothing = `nothing to remove: no release ${name} in ${namespace} on ${context}`
  return [...wrapText(nothing, columns - 3).map((line) => `  ${line}`), ...stays]
}

const beside = (label: string, length: number, text: string, columns: number): string[] =>
  wrapText(text, columns - indent - 1).map((line, index) =>
    index === 0 ? `  ${label}${' '.repeat(indent - 2 - length)}${line}` : `${' '.repeat(indent)}${line}`,
  )
