import type { AnswerValue } from '../config/question-row.ts'
import type { Suggestion } from '../config/resolve-answers.ts'
import type { Finding } from '../project/finding.ts'

/** What was found, as an answer. */
export function found<T>(
  finding: Finding<T> | undefined,
  answer: (value: T) => AnswerValue,
): Suggestion | undefined {
  if (!finding) return undefined
  const conflicts = finding.conflicts.map(({ value, source }) => ({ value: answer(value), source }))
  return { value: answer(finding.value), source: finding.source, confidence: finding.confidence, conflicts }
}
