import { secretValues } from './chart-secrets.ts'
import type { Prepared } from './prepare-release.ts'
import type { UpRun } from './up-run.ts'

/** What people cannot see of their secrets, and have to know; the values are never told. */
export function tellSecrets(run: UpRun, prepared: Prepared): void {
  tellForms(run, prepared)
  if (prepared.secret.state !== 'unchanged') tellShort(run, prepared)
}

/** A URL that was rewritten for a driver is not what the user wrote. */
function tellForms({ config, story }: UpRun, { secrets }: Prepared): void {
  for (const [name, source] of Object.entries(secrets.sources))
    if (config.secrets[name]?.from === 'database') story.note(`${name} is ${source}`)
}

/** Masking these would mask half of what is printed. */
function tellShort({ config, story, world }: UpRun, { secrets }: Prepared): void {
  const names = Object.entries(secretValues(config, secrets.values))
    .filter(([, value]) => world.secrets.mask(value) === value)
    .map(([name]) => name)
  if (names.length > 0)
    story.note(`too short to be masked where a pod prints it: ${names.join(', ')}`, 'warn')
}
