import type { Row } from './rows.ts'

/** What was seen of one project. */
export type Figures = {
  folder: string
  stack: string
  seen: Partial<Record<Stage, boolean>>
  megabytes: number[]
  /** Of the first deploy, and of the one after a line has changed; the images' share in brackets. */
  first?: Time
  again?: Time
}
export const stages = ['detected', 'generated', 'built', 'deployed', 'answered'] as const
export type Stage = (typeof stages)[number]
export type Time = { seconds: number; build: number }

export const figuresOf = ({ folder, finds }: Row): Figures => ({
  folder,
  stack: `${finds.frontend} + ${finds.backend}`,
  seen: {},
  megabytes: [],
})

const head = ['project', 'stack', ...stages, 'MB', 'first up (build) s', 'changed line s']

/** A line per project, for the log of the suite. */
export function tableOf(all: Figures[]): string {
  const lines = [head, ...all.map(cells)]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const cells = ({ folder, stack, seen, megabytes, first, again }: Figures): string[] => [
  folder,
  stack,
  ...stages.map((stage) => (seen[stage] ? 'yes' : seen[stage] === false ? 'NO' : '-')),
  megabytes.join(' + ') || '-',
  shown(first),
  shown(again),
]

const shown = (time?: Time) => (time ? `${time.seconds.toFixed(0)} (${time.build.toFixed(0)})` : '-')
