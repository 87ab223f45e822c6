import { isEmpty } from './answer-value.ts'
import { completeConfig } from './complete-config.ts'
import type { Config, SecretConfig } from './config.ts'
import { type AnswerValue, isList, type QuestionRow } from './question-row.ts'
import { readBinding } from './questions-component.ts'
import { readSource } from './questions-secret.ts'
import type { ConfigInput } from './schema.ts'

export type AnswerMap = ReadonlyMap<string, AnswerValue>

/** The config that a set of answers means. What no question asks about stays as it was in `before`. */
export function configFromAnswers(rows: QuestionRow[], answers: AnswerMap, before?: Config): Config {
  const draft: Record<string, unknown> = before ? structuredClone(before) : { version: 1 }
  for (const row of rows) {
    const value = answers.get(row.id)
    if (row.path.length > 0)
      place(draft, row.path, value === undefined ? undefined : fieldOf(row, value, draft))
  }
  const secrets = secretsOf(answers, before)
  return completeConfig({ ...draft, secrets } as ConfigInput)
}

function fieldOf(row: QuestionRow, value: AnswerValue, draft: object): unknown {
  if (row.write) return row.write(value, valueAt(draft, row.path))
  if (row.kind === 'pairs') return Object.fromEntries((value as string[]).map(readPair))
  if (isEmpty(value)) return undefined
  if (isList(row)) return value
  if (row.kind === 'confirm') return value === 'yes'
  return row.kind === 'number' ? Number(value) : value
}

export function readPair(pair: string): [string, string] {
  const [name = ''] = pair.split('=', 1)
  return [name, pair.slice(name.length + 1)]
}

export const valueAt = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value)

function place(draft: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) delete draft[key]
    else draft[key] = value
    return
  }
  if (value === undefined && draft[key] === undefined) return
  draft[key] ??= {}
  const inner = draft[key] as Record<string, unknown>
  place(inner, rest, value)
  if (value === undefined && Object.keys(inner).length === 0) delete draft[key]
}

const neonPlaceOf = (before: SecretConfig | undefined): Partial<SecretConfig> =>
  before?.from === 'neon' ? before : {}

/** Every secret that something reads, each with its source; what the old config knew about one is kept. */
function secretsOf(answers: AnswerMap, before: Config | undefined): Record<string, SecretConfig> {
  const list = (id: string) => (answers.get(id) ?? []) as string[]
  const special = new Map(
    list('secrets.sources')
      .map(readSource)
      .map(({ name, source }) => [name, source]),
  )
  const from = (answers.get('secrets.from') ?? 'env') as SecretConfig['from']
  const usual = { from, ...(from === 'env-file' && { file: String(answers.get('secrets.file') ?? '.env') }) }
  const bound = [...list('frontend.secrets'), ...list('backend.secrets')].map(
    (entry) => readBinding(entry).name,
  )
  const names = [...new Set([String(answers.get('database') ?? ''), ...bound, ...special.keys()])].filter(
    (name) => name !== '',
  )
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        key: name,
        required: before?.secrets[name]?.required ?? true,
        ...(special.get(name)?.from === 'neon' ? neonPlaceOf(before?.secrets[name]) : {}),
        ...(special.get(name) ?? usual),
      },
    ]),
  )
}
