import { isField, isNoise } from './cause-line.ts'
import { findListening } from './listening.ts'

/** What a program that still waits for its database says besides: requests that it turns away, and that it tries again. */
const idle =
  /\b(GET|HEAD|POST|OPTIONS) \/|\b50[0-4]\b|retry|again|attempt|wait|connect|database|postgres|\bdb\b|error|fail|warn/i

const isWork = (line: string): boolean =>
  !isNoise(line) && !isField(line) && !idle.test(line) && findListening([line]).length === 0

/** After the line of this number the program went on to other work: it may not need what it was refused. */
export const hasMovedOn = (lines: string[], lineNumber: number): boolean =>
  lines.slice(lineNumber).some(isWork)
