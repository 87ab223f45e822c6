import { checkAnswer } from './check-answer.ts'
import { checkConfig } from './check-config.ts'
import type { Config } from './config.ts'
import { type Issue, pathText } from './problem.ts'
import { flagOf, type QuestionRow } from './question-row.ts'
import type { Resolved } from './resolve-answers.ts'

/** One problem of one answer: its place, what is wrong, and the fix. */
export type AnswerProblem = { id: string; flag: string; message: string; hint: string }

/** Every answer by itself. What only follows from another would repeat that one's fault. */
export function checkAnswers(answers: Iterable<Resolved>): AnswerProblem[] {
  const judged = [...answers].filter(({ row, isOwn }) => isOwn || !row.isDerived)
  return judged.flatMap(({ row, value }) => {
    const fault = checkAnswer(row, value)
    return fault ? [{ id: row.id, flag: flagOf(row), ...fault }] : []
  })
}

/** What the answers mean together, told in terms of questions. */
export function checkTogether(rows: QuestionRow[], config: Config): AnswerProblem[] {
  return checkConfig(config).map((issue) => {
    const row = nearestRow(rows, issue)
    const place = row ? { id: row.id, flag: flagOf(row) } : { id: pathText(issue.path), flag: '' }
    return { ...place, message: issue.message, hint: inFlags(rows, issue.hint) }
  })
}

/** The deepest row whose place contains the issue's. */
function nearestRow(rows: QuestionRow[], { path }: Issue): QuestionRow | undefined {
  const holding = rows.filter(
    (row) => row.path.length > 0 && row.path.every((part, index) => path[index] === part),
  )
  return holding.sort((one, other) => other.path.length - one.path.length)[0]
}

/** Hints speak of keys in the file; somebody at a prompt has flags. */
const inFlags = (rows: QuestionRow[], hint: string) =>
  hint.replace(/`([a-zA-Z.]+)`/g, (whole, path: string) => {
    const row = rows.find((it) => it.path.join('.') === path)
    return row ? flagOf(row) : whole
  })
