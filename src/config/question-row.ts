import type { Config } from './config.ts'
import type { Fault } from './problem.ts'

/** Lists are `pairs` (NAME=value), `names` and `words` (a command line). */
export type AnswerKind = 'text' | 'number' | 'select' | 'confirm' | 'pairs' | 'names' | 'words'

export type AnswerValue = string | string[]

/** An answer that is known already, by question id; rows only ask for those above them. */
export type Get = (id: string) => AnswerValue | undefined

export type Choice = { value: string; name: string; description?: string }

/** One question. The wizard, the flags, the environment, the answers file, `--help` and the errors all come from it. */
export type QuestionRow = {
  /** Key in an answers file: `frontend.port`. Flag and environment variable follow from it. */
  id: string
  /** Where the answer stands in k8sdeploy.yaml. */
  path: string[]
  group: string
  kind: AnswerKind
  message: string
  /** What is valid, in words. */
  valid: string
  /** Asked in the short walk; the others only in the long one, or when they have no answer. */
  isMain?: boolean
  /** May stay empty; `none` empties it. */
  isOptional?: boolean
  /** Follows from other answers, so an old value that only followed them is no choice of its own. */
  isDerived?: boolean
  choices?: Choice[]
  when?(get: Get): boolean
  /** An answer that is safe for everybody; without one the question has to be answered. */
  fallback?(get: Get): AnswerValue | undefined
  /** Of a list, each entry. */
  check?(text: string): Fault | undefined
  /** How the answer looks in the config, when it is not simply its text, number, list or map. */
  write?(value: AnswerValue, before: unknown): unknown
  read?(config: Config): AnswerValue | undefined
}

export const flagOf = ({ id }: Pick<QuestionRow, 'id'>) => `--${id.replaceAll('.', '-')}`

export const environmentOf = ({ id }: Pick<QuestionRow, 'id'>) =>
  `K8SDEPLOY_${id.replaceAll(/[.-]/g, '_').toUpperCase()}`

export const isList = ({ kind }: Pick<QuestionRow, 'kind'>) =>
  kind === 'pairs' || kind === 'names' || kind === 'words'
