import { checkSecretValues } from '../config/check-secret-values.ts'
import type { Config, SecretConfig } from '../config/config.ts'
import { holdsPassword, isDatabaseForm, writeDatabaseForm } from '../config/database-forms.ts'
import { hasOpenQuote, readDotenv } from '../config/read-dotenv.ts'
import { DeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'
import { missingSecrets } from './missing-secrets.ts'

export type CollectedSecrets = {
  /** Plain values by secret name; protected in every sink since they were read. */
  values: Record<string, string>
  /** Where each came from, for people: "environment", ".env", "already in the cluster". */
  sources: Record<string, string>
  /** Where the database is past its pooler, if its provider has said so. */
  directHost?: string
}

/** What this run was told, before any other source. */
export type GivenSecret = { value: string; source: string; directHost?: string }

type Needs = Pick<World, 'env' | 'secrets' | 'terminal' | 'signal'>

/** Reads every declared secret from its source, then from the cluster, then asks; or lists all that are missing at once. */
export async function collectSecrets(
  config: Config,
  files: Files,
  inCluster: Record<string, string>,
  given: Record<string, GivenSecret>,
  world: Needs,
): Promise<CollectedSecrets> {
  const collected: CollectedSecrets = { values: {}, sources: {} }
  const keep = (name: string, value: string | undefined, source: string) => {
    if (value === undefined || value === '' || name in collected.values) return
    if (isSecret(config, name)) world.secrets.conceal(value)
    collected.values[name] = value
    collected.sources[name] = source
  }
  // pods that run with a value of before may still tell it
  for (const [name, value] of Object.entries(inCluster))
    if (isSecret(config, name)) world.secrets.conceal(value)
  for (const [name, secret] of givenSecrets(config)) {
    const told = given[name]
    if (told) keep(name, told.value, told.source)
    if (told?.directHost && name === config.database?.secret) collected.directHost = told.directHost
    if (secret.from === 'env-file') keep(name, await fromFile(secret, files), secret.file ?? '.env')
    if (secret.from === 'env' || secret.from === 'env-file') keep(name, world.env[secret.key], 'environment')
    keep(name, inCluster[name], 'already in the cluster')
  }
  await askForMissing(config, collected, keep, files, world)
  const fault = checkSecretValues(collected.values)
  if (fault) throw new DeployError('USAGE', fault.message, { hint: fault.hint })
  makeForms(config, collected.values, keep)
  return collected
}

/** A host or a port made from the URL is a word of many lines, and gives nothing away. */
const isSecret = ({ secrets }: Config, name: string) =>
  secrets[name]?.from !== 'database' || holdsPassword(secrets[name].key)

const givenSecrets = ({ secrets }: Config) =>
  Object.entries(secrets).filter(([, { from }]) => from !== 'database')

type Keep = (name: string, value: string | undefined, source: string) => void

/** What a driver wants to be told in its own words; each change of them is told, the value never. */
function makeForms({ secrets, database }: Config, values: Record<string, string>, keep: Keep): void {
  const url = database ? values[database.secret] : undefined
  if (url === undefined) return
  for (const [name, { from, key }] of Object.entries(secrets)) {
    if (from !== 'database' || !isDatabaseForm(key)) continue
    const written = writeDatabaseForm(url, key)
    if ('problem' in written) throw unreadable(database!.secret, written)
    const changes = written.changes.length > 0 ? `: ${written.changes.join(', ')}` : ''
    keep(name, written.value, `made from ${database!.secret} as ${key}${changes}`)
  }
}

const unreadable = (secret: string, { problem, hint }: { problem: string; hint: string }) =>
  new DeployError('DATABASE_UNREACHABLE', `${secret} cannot be read: ${problem}`, {
    hint,
    state: 'nothing was changed',
  })

async function fromFile(secret: SecretConfig, files: Files): Promise<string | undefined> {
  const { key, file = '.env' } = secret
  const text = await files.read(file)
  if (text === undefined) return undefined
  if (hasOpenQuote(text, key)) throw openQuote(key, file)
  return readDotenv(text)[key]
}

const openQuote = (key: string, file: string) =>
  new DeployError('USAGE', `${file} does not close the quote that ${key} begins with`, {
    hint: 'close it at the end of the value, and put a backslash before each such quote within',
  })

async function askForMissing(
  config: Config,
  { values }: CollectedSecrets,
  keep: (name: string, value: string, source: string) => void,
  files: Files,
  { terminal, signal }: Needs,
): Promise<void> {
  const missing = givenSecrets(config).filter(([name, { required }]) => required && !(name in values))
  if (missing.length === 0) return
  if (!terminal.canAsk || missing.some(([, { from }]) => from === 'neon'))
    throw await missingSecrets(missing, files)
  for (const [name, secret] of missing) {
    const reply = await terminal.ask(
      {
        id: `secret-${name}`,
        flag: `${secret.key}=… in the environment`,
        env: secret.key,
        kind: 'password',
        message: `${name} (goes into the cluster's Secret, never into a file)`,
        valid: 'a value that is not empty',
        secret: true,
        check: (answer) => (answer === '' ? 'give a value, or press Ctrl-C' : undefined),
      },
      signal,
    )
    if ('answer' in reply) keep(name, reply.answer, 'typed')
  }
}
