import { stripVTControlCharacters } from 'node:util'
import type { Spell } from './spell.ts'

const up = (lines: number) => (lines > 0 ? `\u001b[${lines}A` : '')
const clearLine = '\u001b[2K'
const clearBelow = '\u001b[J'

type Size = { columns: number; rows: number }

/** A block of lines at the bottom of the screen that is redrawn in place, and only where it changed. */
export type Frame = {
  draw(lines: string[]): void
  /** Lines that stay, above the block. */
  keep(lines: string[]): void
  clear(): void
}

export function frame(write: (text: string) => void, size: () => Size, spell: Spell): Frame {
  let shown: string[] = []
  const paint = (lines: string[], kept: string[] = []) => {
    const { columns, rows } = size()
    const fitting = limit(lines, rows).map((line) => cut(spell(line), columns, spell('…')))
    if (kept.length === 0 && same(fitting, shown)) return
    const isStill = (line: string, index: number) => kept.length === 0 && line === shown[index]
    const body = [...kept, ...fitting].map((line, index) =>
      isStill(line, index) ? '\n' : `${clearLine}${line}\n`,
    )
    write(`${up(rowsOf(shown, columns))}${body.join('')}${clearBelow}`)
    shown = fitting
  }
  return {
    draw: (lines) => paint(lines),
    keep: (lines) => paint(shown, lines),
    clear: () => paint([]),
  }
}

const same = (a: string[], b: string[]) =>
  a.length === b.length && a.every((line, index) => line === b[index])

/** More than the screen holds could not be redrawn: what is left out is counted. */
function limit(lines: string[], rows: number): string[] {
  const most = Math.max(2, rows - 1)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `      … ${lines.length - most + 1} more lines`]
}

/** A line that is too long would wrap and break the redrawing; its colours are given up with its end. */
function cut(line: string, columns: number, end: string): string {
  const plain = stripVTControlCharacters(line)
  return plain.length < columns ? line : `${plain.slice(0, Math.max(1, columns - 1 - end.length))}${end}`
}

/** A window that became narrower has wrapped what it shows. */
const rowsOf = (lines: string[], columns: number): number =>
  lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)),
    0,
  )
