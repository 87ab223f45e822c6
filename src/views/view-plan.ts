import type { Palette } from '../ports.ts'
import type { UpReport } from '../report.ts'

/** What would change, object by object, with the lines of what changes. */
export function viewPlan(
  { changes = [], drift = [] }: Pick<UpReport, 'changes' | 'drift'>,
  { good, bad, warn, dim }: Palette,
): string[] {
  const back = drift.filter(({ isSetBack }) => isSetBack)
  if (changes.length + back.length === 0) return ['  nothing would change']
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
    ...back.map(({ kind, name, path }) =>
      path === ''
        ? `  ${good('create')}  ${kind} ${name}`
        : `  ${warn('set back')}  ${kind} ${name}   ${path}`,
    ),
    '  nothing was changed: this was a dry run',
  ]
}
