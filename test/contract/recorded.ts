import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer } from './send.ts'

/** What a real API server (1.34.4) answered to each call, an answer a line. */
export const recordedAnswers = join(import.meta.dirname, '..', 'fixtures', 'contract-answers.ndjson')

/** The namespace of the recording is written as `{namespace}`. */
export const toRecord = (answers: Map<string, Answer>, namespace: string): string =>
  [...answers]
    .map(([name, answer]) => `${JSON.stringify({ name, ...answer }).replaceAll(namespace, '{namespace}')}\n`)
    .join('')

export function loadRecord(namespace: string): Map<string, Answer> {
  const lines = readFileSync(recordedAnswers, 'utf8')
    .replaceAll('{namespace}', namespace)
    .split('\n')
    .filter(Boolean)
  return new Map(
    lines.map((line) => JSON.parse(line) as Answer & { name: string }).map((one) => [one.name, one]),
  )
}
