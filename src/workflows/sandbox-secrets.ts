import type { Config } from '../config/config.ts'
import type { World } from '../ports.ts'
import type { GivenSecret } from './collect-secrets.ts'

type Run = {
  flags: { sandbox?: boolean; demoDatabase?: boolean }
  config: Config
  world: Pick<World, 'sandbox'>
}

/** The demo database of the sandbox is the one secret that needs no source. */
export async function sandboxSecrets({ flags, config, world }: Run): Promise<Record<string, GivenSecret>> {
  if (!flags.sandbox || !flags.demoDatabase || !config.database) return {}
  const { databaseUrl } = await world.sandbox.status()
  return databaseUrl ? { [config.database.secret]: { value: databaseUrl, source: 'the sandbox' } } : {}
}
