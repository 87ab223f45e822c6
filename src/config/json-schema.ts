import { toJSONSchema } from 'zod/mini'
import { configSchema } from './schema.ts'

export type JsonSchema = { [key: string]: unknown }

/** For editors: written beside the config, because a schema on the web would be missing offline. */
export function configJsonSchema(): JsonSchema {
  const schema = toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }) as JsonSchema
  return { ...schema, title: 'k8sdeploy.yaml', description: 'What k8sdeploy deploys, and how' }
}
