import type { UpRun } from './up-run.ts'

/** The demo database of the sandbox is the one secret that needs no source. */
export async function sandboxSecrets({ flags, config, world }: UpRun): Promise<Record<string, string>> {
  if (!flags.sandbox || !flags.demoDatabase || !config.database) return {}
  const { databaseUrl } = await world.sandbox.status()
  return databaseUrl ? { [config.database.secret]: databaseUrl } : {}
}
