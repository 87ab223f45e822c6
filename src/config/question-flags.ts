import { environmentOf, flagOf, isList, type QuestionRow } from './question-row.ts'
import { questions } from './questions.ts'

/** What a command line parser needs to offer a question as a flag. */
export type QuestionFlag = {
  id: string
  flags: string
  attribute: string
  description: string
  env: string
  group: string
  isList: boolean
}

/** As commander names the option: `--frontend-port` is `frontendPort`. */
const attributeOf = (flag: string) =>
  flag.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const questionFlags: QuestionFlag[] = questions.map((row) => ({
  id: row.id,
  flags: `${flagOf(row)} <${placeholder(row)}>`,
  attribute: attributeOf(flagOf(row)),
  description: `${row.message} (${row.valid})`,
  env: environmentOf(row),
  group: row.group,
  isList: isList(row),
}))

function placeholder({ kind, choices }: QuestionRow): string {
  if (kind === 'pairs') return 'NAME=value'
  if (kind === 'number') return 'number'
  if (kind === 'confirm') return 'yes|no'
  if (kind === 'words') return 'command'
  if (kind === 'names') return 'names'
  return choices ? 'choice' : 'text'
}
