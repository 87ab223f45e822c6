import { toJSONSchema } from 'zod/mini'
import { initSchema } from './init-schema.ts'
import { configSchema } from './schema.ts'

export type JsonSchema = { [key: string]: unknown }

/** For editors: written beside the config, because a schema on the web would be missing offline. */
export function configJsonSchema(): JsonSchema {
  const schema = toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }) as JsonSchema
  return { ...schema, title: 'k8sdeploy.yaml', description: 'What k8sdeploy deploys, and how' }
}

/** For scripts that read `init -o json`. */
export function initJsonSchema(): JsonSchema {
  const schema = toJSONSchema(initSchema, { target: 'draft-7' }) as JsonSchema
  return { ...schema, title: 'k8sdeploy/init/1', description: 'What `k8sdeploy init -o json` prints' }
}
