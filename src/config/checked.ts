import * as z from 'zod/mini'
import type { Fault } from './problem.ts'

type Meta = { description: string; pattern?: string; default?: unknown; examples?: unknown[] }

/** Answers are few and read once: generating code for each shape would cost more than it saves. */
z.config({ jitless: true })

/** Says what a schema is for: editors show it. */
export const about = <T extends z.ZodMiniType>(schema: T, description: string): T =>
  schema.check(z.describe(description))

/** A zod string or number that carries our own words: one check serves the file, the questions and the flags. */
export const checkedText = (check: (text: string) => Fault | undefined, meta: Meta) =>
  z.string().check(wording(check), z.meta(meta))

export const checkedNumber = (
  check: (value: number) => Fault | undefined,
  meta: Meta & { minimum: number; maximum: number },
) => z.number().check(wording(check), z.meta({ type: 'integer', ...meta }))

const wording = <T>(check: (value: T) => Fault | undefined) =>
  z.check<T>((context) => {
    const fault = check(context.value)
    if (fault && context.value === '') fault.message = 'it is empty'
    if (fault) context.issues.push(customIssue(context.value, fault))
  })

export const wholeNumber = (minimum: number, maximum: number, description: string) =>
  checkedNumber((value) => checkWhole(value, minimum, maximum), { description, minimum, maximum })

function checkWhole(value: number, minimum: number, maximum: number): Fault | undefined {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return undefined
  return {
    message: `${value} is not a whole number from ${minimum} to ${maximum}`,
    hint: `Use ${minimum} to ${maximum}.`,
  }
}

const customIssue = (input: unknown, fault: Fault) => ({
  code: 'custom' as const,
  input,
  message: fault.message,
  params: { hint: fault.hint },
})
