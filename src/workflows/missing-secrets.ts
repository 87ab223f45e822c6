import type { SecretConfig } from '../config/config.ts'
import { findNearestName } from '../config/nearest-name.ts'
import { readDotenv } from '../config/read-dotenv.ts'
import { DeployError, type MissingAnswer } from '../errors.ts'
import type { Files } from '../ports.ts'

const neonKey = 'NEON_API_KEY'

/** All secrets without a value at once: where each was looked for, and what stands there instead. */
export async function missingSecrets(
  missing: [string, SecretConfig][],
  files: Pick<Files, 'read' | 'whyAbsent'>,
): Promise<DeployError> {
  const names = missing.map(([name]) => name)
  const what = names.length === 1 ? 'the secret' : 'the secrets'
  const evidence = await Promise.all(
    missing.map(async ([name, secret]) => `${name}: ${await lookedFor(secret, files)}`),
  )
  return new DeployError('WOULD_PROMPT', `no value for ${what} ${names.join(', ')}`, {
    missing: missing.map(asAnswer),
    evidence,
    hint: 'put it where k8sdeploy.yaml says (`secrets:`), then run the same command again',
  })
}

function asAnswer([name, secret]: [string, SecretConfig]): MissingAnswer {
  return {
    id: name,
    flag: placeOf(name, secret),
    env: secret.from === 'neon' ? neonKey : secret.key,
    question: `the value of the secret ${name}`,
    valid: 'not empty',
  }
}

function placeOf(name: string, { from, key, file }: SecretConfig): string {
  if (from === 'env-file') return `${key}=… in ${file ?? '.env'}`
  if (from === 'cluster') return `--secret-file ${name}=…`
  return `${from === 'neon' ? neonKey : key}=… in the environment`
}

async function lookedFor(secret: SecretConfig, files: Pick<Files, 'read' | 'whyAbsent'>): Promise<string> {
  if (secret.from === 'cluster')
    return 'looked for it in the Secret in the cluster, where it is to be already'
  const rest = secret.from === 'env-file' ? ', the environment' : ''
  const places = `looked for ${placeOf('', secret)}${rest} and the Secret in the cluster`
  const found = secret.from === 'env-file' ? await standsInstead(secret, files) : undefined
  return found ? `${places}; ${found}` : places
}

/** Names of variables may be told, values never. */
async function standsInstead(
  { key, file = '.env' }: SecretConfig,
  files: Pick<Files, 'read' | 'whyAbsent'>,
): Promise<string | undefined> {
  const text = await files.read(file)
  if (text === undefined) {
    const other = await files.whyAbsent(file)
    return other ? `${file} is ${other}` : `there is no ${file}`
  }
  if (/[\0\uFFFD]/.test(text)) return `${file} is not UTF-8 text`
  const names = Object.keys(readDotenv(text))
  if (names.includes(key)) return `it is empty in ${file}`
  const nearest = findNearestName(key, names)
  return nearest ? `${file} has ${nearest}` : undefined
}
