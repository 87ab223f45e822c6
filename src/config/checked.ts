import { z } from 'zod'
import type { Fault } from './problem.ts'

type Meta = { description: string; pattern?: string; default?: unknown; examples?: unknown[] }

/** A zod string or number that carries our own words: one check serves the file, the questions and the flags. */
export const checkedText = (check: (text: string) => Fault | undefined, meta: Meta) =>
  z
    .string()
    .check((context) => {
      const fault = check(context.value)
      if (fault) context.issues.push(customIssue(context.value, fault))
    })
    .meta(meta)

export const checkedNumber = (
  check: (value: number) => Fault | undefined,
  meta: Meta & { minimum: number; maximum: number },
) =>
  z
    .number()
    .check((context) => {
      const fault = check(context.value)
      if (fault) context.issues.push(customIssue(context.value, fault))
    })
    .meta({ type: 'integer', ...meta })

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
