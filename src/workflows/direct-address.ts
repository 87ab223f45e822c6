import type { Config } from '../config/config.ts'
import { namesOfDatabase } from '../config/database-forms.ts'
import { readDatabaseUrl } from '../config/read-database-url.ts'
import type { CollectedSecrets } from './collect-secrets.ts'

export type DirectAddress = { variable: string; key: string; host: string; value: string }

/**
 * The database's own address, where the URL names its pooler: migrations take locks for a session, which a
 * transaction pooler hands to others (Prisma's P1002 on Neon). Undefined when there is no pooler in between.
 */
export function directAddress(
  config: Config,
  { values, directHost }: Pick<CollectedSecrets, 'values' | 'directHost'>,
): DirectAddress | undefined {
  const leading = namesOfDatabase(config)
  const binding = config.backend.secrets.find(({ name }) => leading.includes(name))
  const read = readDatabaseUrl(values[config.database?.secret ?? ''] ?? '')
  const told = binding && values[binding.name]
  if (!binding || !told || 'problem' in read || !read.address.pooled) return undefined
  const { host: pooler } = read.address
  const host = directHost ?? pooler.replace('-pooler.', '.')
  return { variable: binding.as, key: binding.name, host, value: withoutPooler(told.replace(pooler, host)) }
}

/** What tells Prisma to do without the session that a pooler would not keep. */
const withoutPooler = (value: string) =>
  value.replace('pgbouncer=true&', '').replace(/[?&]pgbouncer=true$/, '')
