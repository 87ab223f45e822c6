import type { PhaseName } from '../report.ts'

const steps: { pattern: RegExp; view(found: RegExpExecArray): string }[] = [
  { pattern: /^STEP (\d+\/\d+) ?: (.+)$/i, view: ([, step, what]) => `${step} ${what}` },
  {
    pattern: /^#\d+ \[(?:(?!internal)[\w.-]+ )?(\d+\/\d+)\] (.+)$/,
    view: ([, step, what]) => `${step} ${what}`,
  },
]

/** What people read of a line of progress; of a build only its steps, because the rest matters only when it fails. */
export function viewProgress(phase: PhaseName, line: string): string | undefined {
  if (phase !== 'images') return line
  for (const { pattern, view } of steps) {
    const found = pattern.exec(line.trim())
    if (found) return view(found)
  }
  return undefined
}
