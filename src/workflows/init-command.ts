import { answerText, isEmpty, quoted } from '../config/answer-value.ts'
import { flagOf } from '../config/question-row.ts'
import type { Resolution, Resolved } from '../config/resolve-answers.ts'

/** Stays the same wherever the project lies and whatever is ignored beside it. */
const always = ['name', 'secrets.file']

/** The command without questions that gives the same files, as pieces that may go on lines of their own. */
export function initCommand({ answers }: Resolution): string[] {
  const repeated = [...answers.values()].filter(({ row, isOwn }) => isOwn || always.includes(row.id))
  return ['k8sdeploy init --yes', ...repeated.flatMap(flags)]
}

function flags({ row, value }: Resolved): string[] {
  if (isEmpty(value)) return [`${flagOf(row)} none`]
  const isMany = Array.isArray(value) && row.kind !== 'words'
  const parts = isMany ? value : [answerText(row, value)]
  return parts.map((part) => `${flagOf(row)} ${quoted(part)}`)
}
