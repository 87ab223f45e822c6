import { z } from 'zod'
import type { Path } from './problem.ts'
import { configSchema } from './schema.ts'

export type JsonSchema = { [key: string]: unknown }

/** For editors: written beside the config, because a schema on the web would be missing offline. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }) as JsonSchema
  return { ...schema, title: 'k8sdeploy.yaml', description: 'What k8sdeploy deploys, and how' }
}

/** Keys that the schema names below a path; empty where any key goes. */
export function knownKeys(path: Path): string[] {
  let node: unknown = configJsonSchema()
  for (const part of path) node = step(node, part)
  return Object.keys(propertiesOf(node) ?? {})
}

function step(node: unknown, part: string | number): unknown {
  const schema = node as { items?: unknown; additionalProperties?: unknown }
  if (typeof part === 'number') return schema?.items
  return propertiesOf(node)?.[part] ?? schema?.additionalProperties
}

/** Nullable and alternative forms stand in `anyOf`; the one with properties tells the keys. */
function propertiesOf(node: unknown): Record<string, unknown> | undefined {
  const schema = node as { properties?: Record<string, unknown>; anyOf?: unknown[] } | undefined
  if (schema?.properties) return schema.properties
  for (const form of schema?.anyOf ?? []) {
    const properties = propertiesOf(form)
    if (properties) return properties
  }
  return undefined
}
