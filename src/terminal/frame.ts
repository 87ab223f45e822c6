import { stripVTControlCharacters } from 'node:util'

const up = (lines: number) => (lines > 0 ? `\u001b[${lines}A` : '')
const clearLine = '\u001b[2K'
const clearBelow = '\u001b[J'

/** A block of lines at the bottom of the screen that is redrawn in place, and only when it changed. */
export type Frame = {
  draw(lines: string[]): void
  /** Lines that stay, above the block. */
  keep(lines: string[]): void
  clear(): void
}

export function frame(write: (text: string) => void, size: () => { columns: number; rows: number }): Frame {
  let shown: string[] = []
  const paint = (lines: string[], kept: string[] = []) => {
    const { columns, rows } = size()
    const fitting = lines.slice(0, Math.max(1, rows - 1)).map((line) => cut(line, columns))
    if (kept.length === 0 && same(fitting, shown)) return
    const body = [...kept, ...fitting].map((line) => `${clearLine}${line}\n`).join('')
    write(`${up(shown.length)}${body}${clearBelow}`)
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

/** A line that is too long would wrap and break the redrawing; its colours are given up with its end. */
function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line)
  return plain.length < columns ? line : `${plain.slice(0, Math.max(1, columns - 2))}…`
}
