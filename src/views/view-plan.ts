import type { Palette } from '../ports.ts'
import type { UpReport } from '../report.ts'

/** What would change, object by object, with the lines of what changes. */
export function viewPlan(changes: UpReport['changes'] = [], { good, bad, warn, dim }: Palette): string[] {
  if (changes.length === 0) return ['  nothing would change']
  const sign = { create: good('create'), change: warn('change'), remove: bad('remove') } as Record<
    string,
    string
  >
  const paint = (line: string) =>
    line.startsWith('+') ? good(line) : line.startsWith('-') ? bad(line) : dim(line)
  return [
    ...changes.flatMap(({ kind, name, change, lines }) => [
      `  ${sign[change] ?? change}  ${kind} ${name}`,
      ...(change === 'change' ? lines.map((line) => `      ${paint(line)}`) : []),
    ]),
    '  nothing was changed: this was a dry run',
  ]
}
