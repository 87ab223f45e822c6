import type { Config } from '../config/config.ts'
import { readDotenv } from '../config/read-dotenv.ts'
import { isDeployError } from '../errors.ts'
import type { Files, World } from '../ports.ts'

type Needs = Pick<World, 'env' | 'secrets'>

/** Before anything is asked or told: whatever goes wrong from here on, the values that the config names stay masked. */
export async function concealDeclared(config: Config, files: Files, { env, secrets }: Needs): Promise<void> {
  for (const value of Object.values(await declaredValues(config, files, env))) secrets.conceal(value)
}

/** What stands on this machine where the config says, by name; whether it is enough is not asked. */
export async function declaredValues(
  { secrets }: Config,
  files: Files,
  env: World['env'],
): Promise<Record<string, string>> {
  const found = Object.entries(secrets).map(async ([name, { from, key, file = '.env' }]) => {
    if (from !== 'env' && from !== 'env-file') return []
    const inFile = from === 'env-file' ? (await readVariables(files, file))[key] : undefined
    const value = inFile || env[key]
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

/** What cannot be read is told by whoever needs it. */
async function readVariables(files: Files, path: string): Promise<Record<string, string>> {
  try {
    return readDotenv((await files.read(path)) ?? '')
  } catch (error) {
    if (!isDeployError(error)) throw error
    return {}
  }
}
