import { findNearestName } from './nearest-name.ts'
import { type AnswerValue, isList, type QuestionRow } from './question-row.ts'
import { readYaml } from './read-yaml.ts'
import type { Positions } from './yaml-positions.ts'

export type AnswersProblem = { file: string; line: number; column: number; message: string; hint: string }

/** The text of an answers file (`frontend: {port: 3000}` or `frontend.port: 3000`) → answers by question, or all problems. */
export function readAnswers(
  text: string,
  file: string,
  rows: QuestionRow[],
): { answers: Map<string, AnswerValue> } | { problems: AnswersProblem[] } {
  const yaml = readYaml(text)
  if ('faults' in yaml) return { problems: yaml.faults.map((fault) => ({ file, ...fault })) }
  const leaves = flatten(yaml.value, [], rows)
  const problems = leaves.flatMap((leaf) => unknownKey(leaf, rows, yaml.positions, file))
  if (problems.length > 0) return { problems }
  return { answers: new Map(leaves.map(({ path, value }) => [path.join('.'), value])) }
}

type Leaf = { path: string[]; value: AnswerValue }

/** Goes down until it meets a question; a map there is a list of pairs. `access` is a question and a group at once. */
function flatten(value: unknown, path: string[], rows: QuestionRow[]): Leaf[] {
  const row = rows.find(({ id }) => id === path.join('.'))
  if (typeof value !== 'object' || value === null)
    return [{ path, value: value === null ? 'none' : String(value) }]
  if (Array.isArray(value)) return [{ path, value: value.map(String) }]
  if (row && isList(row)) return [{ path, value: Object.entries(value).map(([name, it]) => `${name}=${it}`) }]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key], rows))
}

function unknownKey(
  { path }: Leaf,
  rows: QuestionRow[],
  positions: Positions,
  file: string,
): AnswersProblem[] {
  const id = path.join('.')
  const known = rows.map((row) => row.id)
  if (known.includes(id)) return []
  const nearest = findNearestName(id, known)
  const message = `unknown answer \`${id}\`${nearest ? `; did you mean \`${nearest}\`?` : ''}`
  return [
    {
      file,
      ...positions.key(path),
      message,
      hint: 'k8sdeploy init --help lists them all: --frontend-port is `frontend.port`.',
    },
  ]
}
