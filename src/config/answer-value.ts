import { type AnswerValue, isList, type QuestionRow } from './question-row.ts'

/** One form for what flags, the environment, files and people say: text, or a list of text. `none` empties. */
export function normalAnswer(row: QuestionRow, raw: AnswerValue): AnswerValue {
  if (isList(row)) return isNone(raw) ? [] : Array.isArray(raw) ? raw : splitList(row, raw)
  const text = (Array.isArray(raw) ? raw.join(',') : raw).trim()
  if (row.isOptional && isNone(text)) return ''
  return row.kind === 'confirm' ? (yesOrNo[text.toLowerCase()] ?? text) : text
}

const isNone = (raw: AnswerValue) => (Array.isArray(raw) ? raw.join('') : raw).trim().toLowerCase() === 'none'

const yesOrNo: Record<string, string> = {
  y: 'yes',
  true: 'yes',
  on: 'yes',
  '1': 'yes',
  n: 'no',
  false: 'no',
  off: 'no',
  '0': 'no',
}

/** A comma only separates pairs when another NAME= follows it, so that `ORIGINS=a,b` stays whole. */
function splitList({ kind }: QuestionRow, text: string): string[] {
  if (kind === 'words') return splitWords(text)
  const separator = kind === 'pairs' ? /\n|,(?=\s*[A-Za-z_]\w*=)/ : /[\s,]+/
  return text
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** Words as a shell takes them apart, without its expansions. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+/g) ?? []
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replace(/\\(.)/g, '$1'),
    ),
  )
}

/** As a person would type it into one line. */
export function answerText(row: Pick<QuestionRow, 'kind'>, value: AnswerValue): string {
  if (!Array.isArray(value)) return value
  return row.kind === 'words' ? value.map(quoted).join(' ') : value.join(', ')
}

/** For a POSIX shell, only quoted where it must be. */
export const quoted = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

export const isEmpty = (value: AnswerValue) => value.length === 0

export const isSameAnswer = (one: AnswerValue, other: AnswerValue) =>
  JSON.stringify(one) === JSON.stringify(other)
