import { isSameAnswer, normalAnswer } from './answer-value.ts'
import { answersFromConfig } from './answers-from-config.ts'
import type { Config } from './config.ts'
import type { AnswerValue, Choice, Get, QuestionRow } from './question-row.ts'

/** An answer that somebody gave: `from` says how, for messages. */
export type GivenAnswer = { value: AnswerValue; from: string; isAsked?: boolean }

/** What the project's files suggest. Without a value, the choices say between what they could not decide. */
export type Suggestion = {
  value?: AnswerValue
  source: string
  confidence: 'certain' | 'likely' | 'guess'
  conflicts: { value: AnswerValue; source: string }[]
  choices?: Choice[]
  /** Depends on another open question, so asking would be too early. */
  isLater?: boolean
}

export type Suggest = (id: string, get: Get) => Suggestion | undefined

export type Resolved = {
  row: QuestionRow
  value: AnswerValue
  source: string
  confidence: Suggestion['confidence']
  conflicts: Suggestion['conflicts']
  choices?: Choice[]
  /** Differs from what would have been taken without being asked: it has to be repeated to get the same result. */
  isOwn: boolean
}

export type Missing = { row: QuestionRow; choices: Choice[] }

export type Resolution = { answers: Map<string, Resolved>; missing: Missing[] }

type Known = { given: ReadonlyMap<string, GivenAnswer>; existing?: Config; suggest: Suggest }

/** Given answers win over the existing config, that over what the files suggest, that over safe defaults. */
export function resolveAnswers(rows: QuestionRow[], { given, existing, suggest }: Known): Resolution {
  const resolution: Resolution = { answers: new Map(), missing: [] }
  const get: Get = (id) => resolution.answers.get(id)?.value
  const kept = existing ? answersFromConfig(rows, existing) : new Map<string, AnswerValue>()
  for (const row of rows) {
    const own = given.get(row.id)
    const isHidden = row.when?.(get) === false
    if (isHidden && (!own || own.isAsked)) continue
    const suggestion = suggest(row.id, get)
    const usual = suggestion?.value ?? row.fallback?.(get)
    const value = own ? normalAnswer(row, own.value) : (keptAnswer(row, kept) ?? usual)
    if (value === undefined) {
      if (!suggestion?.isLater && !row.isDerived)
        resolution.missing.push({ row, choices: suggestion?.choices ?? row.choices ?? [] })
    } else resolution.answers.set(row.id, resolved(row, value, usual, suggestion))
  }
  return resolution
}

function keptAnswer(row: QuestionRow, kept: ReadonlyMap<string, AnswerValue>): AnswerValue | undefined {
  const value = kept.get(row.id)
  const followed = row.isDerived ? row.fallback?.((id) => kept.get(id)) : undefined
  return value !== undefined && followed !== undefined && isSameAnswer(value, followed) ? undefined : value
}

function resolved(
  row: QuestionRow,
  value: AnswerValue,
  usual: AnswerValue | undefined,
  suggestion: Suggestion | undefined,
): Resolved {
  const isOwn = usual === undefined || !isSameAnswer(value, usual)
  const choices = suggestion?.choices
  if (isOwn)
    return { row, value, source: 'your answer', confidence: 'certain', conflicts: [], choices, isOwn }
  if (suggestion?.value === undefined)
    return { row, value, source: 'default', confidence: 'likely', conflicts: [], choices, isOwn }
  const { source, confidence, conflicts } = suggestion
  return { row, value, source, confidence, conflicts, choices, isOwn }
}
