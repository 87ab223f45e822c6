import type * as z from 'zod/mini'
import type { Path } from './problem.ts'
import { configSchema } from './schema.ts'

type Schema = z.core.$ZodType
type Known = z.core.$ZodTypes

/** Keys that the schema names below a path; empty where any key goes. */
export function knownKeys(path: Path): string[] {
  let node: Schema | undefined = configSchema
  for (const part of path) node = node && step(node, part)
  return Object.keys((node && keysOf(node)) ?? {})
}

function step(schema: Schema, part: string | number): Schema | undefined {
  const { def } = (schema as Known)._zod
  if (def.type === 'optional' || def.type === 'nullable') return step(def.innerType, part)
  if (def.type === 'array') return typeof part === 'number' ? def.element : undefined
  if (def.type === 'record') return def.valueType
  return keysOf(schema)?.[part]
}

/** Of alternative forms, the one with keys tells them. */
function keysOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const { def } = (schema as Known)._zod
  if (def.type === 'object') return def.shape
  if (def.type === 'optional' || def.type === 'nullable') return keysOf(def.innerType)
  if (def.type !== 'union') return undefined
  return def.options.map(keysOf).find((keys) => keys !== undefined)
}
