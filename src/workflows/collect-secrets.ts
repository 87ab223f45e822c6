import type { Config, SecretConfig } from '../config/config.ts'
import { holdsPassword, isDatabaseForm, writeDatabaseForm } from '../config/database-forms.ts'
import { readDotenv } from '../config/read-dotenv.ts'
import { DeployError, type MissingAnswer } from '../errors.ts'
import type { Files, World } from '../ports.ts'

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
  for (const [name, secret] of givenSecrets(config)) {
    const told = given[name]
    if (told) keep(name, told.value, told.source)
    if (told?.directHost && name === config.database?.secret) collected.directHost = told.directHost
    if (secret.from === 'env-file') keep(name, await fromFile(secret, files), secret.file ?? '.env')
    if (secret.from === 'env' || secret.from === 'env-file') keep(name, world.env[secret.key], 'environment')
    keep(name, inCluster[name], 'already in the cluster')
  }
  await askForMissing(config, collected, keep, world)
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
  const text = await files.read(secret.file ?? '.env')
  return text === undefined ? undefined : readDotenv(text)[secret.key]
}

async function askForMissing(
  config: Config,
  { values }: CollectedSecrets,
  keep: (name: string, value: string, source: string) => void,
  { terminal, signal }: Needs,
): Promise<void> {
  const missing = givenSecrets(config).filter(([name, { required }]) => required && !(name in values))
  if (missing.length === 0) return
  if (!terminal.canAsk || missing.some(([, { from }]) => from === 'neon')) throw missingSecrets(missing)
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

const neonKey = 'NEON_API_KEY'

function placeOf({ from, key, file }: SecretConfig): string {
  if (from === 'env-file') return `${key}=… in ${file ?? '.env'}`
  return `${from === 'neon' ? neonKey : key}=… in the environment`
}

function missingSecrets(missing: [string, SecretConfig][]): DeployError {
  const answers = missing.map(
    ([name, secret]): MissingAnswer => ({
      id: name,
      flag: placeOf(secret),
      env: secret.from === 'neon' ? neonKey : secret.key,
      question: `the value of the secret ${name}`,
      valid: 'not empty',
    }),
  )
  const names = missing.map(([name]) => name).join(', ')
  return new DeployError(
    'WOULD_PROMPT',
    `no value for ${missing.length === 1 ? 'the secret' : 'the secrets'} ${names}`,
    {
      missing: answers,
      evidence: answers.map(
        ({ id, flag, env }) =>
          `${id}: looked for ${flag}${env === neonKey ? '' : ', the environment,'} and the Secret in the cluster`,
      ),
      hint: 'put it where k8sdeploy.yaml says (`secrets:`), then run the same command again',
    },
  )
}
