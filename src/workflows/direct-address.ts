import type { Config } from '../config/config.ts'

export type DirectAddress = { variable: string; key: string; host: string; value: string }

/**
 * The database's own address, where the URL names its pooler: migrations take locks for a session, which a
 * transaction pooler hands to others (Prisma's P1002 on Neon). Undefined when there is no pooler in between.
 */
export function directAddress(
  { database, backend }: Config,
  values: Record<string, string>,
): DirectAddress | undefined {
  const binding = backend.secrets.find(({ name }) => name === database?.secret)
  const url = binding && values[binding.name]
  const host = url && /@([^/?#:]*-pooler\.[^/?#:]+)/.exec(url)?.[1]
  if (!binding || !url || !host) return undefined
  const direct = host.replace('-pooler.', '.')
  return { variable: binding.as, key: binding.name, host: direct, value: url.replace(host, direct) }
}
