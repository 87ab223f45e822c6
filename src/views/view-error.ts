import type { DeployError } from '../errors.ts'
import type { Palette } from '../ports.ts'
import type { ErrorReport } from '../report.ts'
import { printable } from './printable.ts'
import { viewNext } from './view-verdict.ts'
import { labelled, wrapText } from './wrap-text.ts'

/** A failure as people read it: what, why, what state things are in, what to type next. */
export function viewError(error: DeployError, palette: Palette, columns = 80): string[] {
  const { hint, evidence = [], missing, choices, state, next = [] } = error.details
  return viewFailure(
    { code: error.code, message: error.message, hint, evidence, missing, choices, state },
    next,
    palette,
    columns,
  )
}

export function viewFailure(error: ErrorReport, next: string[], palette: Palette, columns: number): string[] {
  const { bad, dim, strong } = palette
  const label = (name: string, texts: string[]) =>
    texts.length > 0 ? labelled(name, texts.flatMap(shownLines), columns, dim) : []
  const message = shownLines(error.message).join(' ')
  const [first = '', ...rest] = wrapText(message, Math.max(20, columns - 4))
  return [
    `  ${bad('✗')} ${strong(first)}`,
    ...rest.map((line) => `    ${strong(line)}`),
    ...label('why', error.evidence),
    ...label('needs', viewMissing(error.missing)),
    ...label('choose', error.choices && error.choices.length > 0 ? [error.choices.join(', ')] : []),
    ...label('state', error.state ? [error.state] : []),
    ...label('hint', error.hint ? [error.hint] : []),
    ...viewNext(next.map(printable), palette, columns),
  ]
}

/** What tools and files say may have lines of its own, and words without an end. */
const shownLines = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => printable(line.trimEnd()).replace(/\S{500,}/g, (word) => `${word.slice(0, 400)}…`))

type Missing = { id?: string; flag?: string; valid?: string; question?: string }

const viewMissing = (missing: unknown[] = []): string[] =>
  (missing as Missing[]).map(
    ({ flag, question, valid }) => `${flag}  ${question ?? ''}${valid ? ` (${valid})` : ''}`,
  )
