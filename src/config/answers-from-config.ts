import type { Config } from './config.ts'
import { type AnswerMap, valueAt } from './config-from-answers.ts'
import { type AnswerValue, isList, type QuestionRow } from './question-row.ts'

/** What an existing config answers: the way back from `configFromAnswers`. */
export function answersFromConfig(rows: QuestionRow[], config: Config): AnswerMap {
  const pairs = rows.flatMap((row): [string, AnswerValue][] => {
    const value = row.read ? row.read(config) : readField(row, valueAt(config, row.path))
    return value === undefined ? [] : [[row.id, value]]
  })
  return new Map(pairs)
}

function readField(row: QuestionRow, field: unknown): AnswerValue | undefined {
  if (field === undefined || field === null) return row.isOptional ? (isList(row) ? [] : '') : undefined
  if (row.kind === 'pairs') return Object.entries(field).map(([name, value]) => `${name}=${value}`)
  if (row.kind === 'confirm') return field === true ? 'yes' : 'no'
  return Array.isArray(field) ? field.map(String) : String(field)
}
