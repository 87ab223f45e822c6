import { isEmpty } from './answer-value.ts'
import type { Fault } from './problem.ts'
import type { AnswerValue, QuestionRow } from './question-row.ts'

/** What is wrong with one answer by itself, or nothing. */
export function checkAnswer(row: QuestionRow, value: AnswerValue): Fault | undefined {
  if (isEmpty(value))
    return row.isOptional ? undefined : { message: 'it is empty', hint: `Give ${row.valid}.` }
  const entries = Array.isArray(value) ? value : [value]
  for (const entry of entries) {
    const fault = checkForm(row, entry) ?? row.check?.(entry)
    if (fault) return fault
  }
  return undefined
}

function checkForm(row: QuestionRow, text: string): Fault | undefined {
  const hint = `Give ${row.valid}.`
  if (row.kind === 'number' && !/^\d{1,9}$/.test(text))
    return { message: `\`${text}\` is not a whole number`, hint }
  if (row.kind === 'confirm' && text !== 'yes' && text !== 'no')
    return { message: `\`${text}\` is neither yes nor no`, hint: 'Give yes or no.' }
  if (row.kind === 'pairs' && !text.includes('='))
    return { message: `\`${text}\` has no \`=\``, hint: 'Write NAME=value.' }
  if (row.kind === 'select' && !row.choices?.some(({ value }) => value === text)) {
    return {
      message: `\`${text}\` is not one of the choices`,
      hint: `Valid: ${row.choices?.map(({ value }) => value).join(', ')}.`,
    }
  }
  return undefined
}
