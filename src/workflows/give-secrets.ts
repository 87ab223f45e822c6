import type { Config } from '../config/config.ts'
import type { GivenSecret } from './collect-secrets.ts'
import { readGivenSecrets } from './given-secrets.ts'
import { fetchNeonUrls, neonSecrets } from './neon-urls.ts'
import { sandboxSecrets } from './sandbox-secrets.ts'
import type { UpRun } from './up-run.ts'

/** What this run brings by itself: the sandbox's database, files and standard input, and Neon's URLs for what is left. */
export async function giveSecrets(run: UpRun): Promise<Record<string, GivenSecret>> {
  const { config, flags, world } = run
  const given = {
    ...(await sandboxSecrets(run)),
    ...(await readGivenSecrets(flags.secretFile, config, world)),
  }
  const rest: Config = { ...config, secrets: without(config.secrets, Object.keys(given)) }
  if (!world.neon.hasKey || neonSecrets(rest).length === 0) return given
  return { ...(await askNeon(run, rest)), ...given }
}

const without = (secrets: Config['secrets'], names: string[]): Config['secrets'] =>
  Object.fromEntries(Object.entries(secrets).filter(([name]) => !names.includes(name)))

const askNeon = (run: UpRun, config: Config): Promise<Record<string, GivenSecret>> => {
  const { flags, story } = run
  const consent = flags.dryRun ? {} : { createBranch: flags.createBranch === true }
  return story.phase('neon', async () => {
    const value = await fetchNeonUrls({ ...run, config, ...consent, tell: story.note })
    const sources = Object.entries(value).map(([name, { source }]) => `${name} from ${source}`)
    return { value, summary: sources.join(', ') }
  })
}
