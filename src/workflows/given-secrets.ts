import type { Config } from '../config/config.ts'
import { findNearestName } from '../config/nearest-name.ts'
import { DeployError, isDeployError } from '../errors.ts'
import type { World } from '../ports.ts'
import type { GivenSecret } from './collect-secrets.ts'

/** Values that this run alone was given: `NAME=PATH`, or `NAME=-` for standard input. One newline at the end is the editor's. */
export async function readGivenSecrets(
  entries: string[] = [],
  { secrets }: Config,
  world: Pick<World, 'readInput'>,
): Promise<Record<string, GivenSecret>> {
  const names = Object.keys(secrets).filter((name) => secrets[name]?.from !== 'database')
  const pairs = entries.map((entry) => readEntry(entry, names))
  const twice = pairs.find(({ name }, index) => pairs.findIndex((other) => other.name === name) < index)
  if (twice)
    throw new DeployError('USAGE', `--secret-file names ${twice.name} twice`, {
      hint: 'a secret has one value: leave one of the two out',
    })
  if (pairs.filter(({ path }) => path === '-').length > 1)
    throw new DeployError('USAGE', 'standard input holds one secret, and two are to be read from it', {
      hint: 'give the others as files: --secret-file NAME=PATH',
    })
  const read = pairs.map(async ({ name, path }): Promise<[string, GivenSecret]> => {
    const text = await world.readInput(path).catch((error: unknown) => Promise.reject(told(name, error)))
    return [name, { value: text.replace(/\r?\n$/, ''), source: path === '-' ? 'standard input' : path }]
  })
  return Object.fromEntries(await Promise.all(read))
}

const told = (name: string, error: unknown) =>
  isDeployError(error) ? new DeployError(error.code, `${name}: ${error.message}`, error.details) : error

/** What stands there instead of a path may be a secret: it is never repeated. */
function readEntry(entry: string, names: string[]): { name: string; path: string } {
  const [, name = '', path = ''] = /^([^=]+)=(.+)$/s.exec(entry) ?? []
  if (path === '' || /:\/\/|\n/.test(path))
    throw new DeployError('USAGE', '--secret-file takes NAME=PATH, and never a value', {
      hint: 'others can read the arguments of a program: put the value into a file, or pipe it with NAME=-',
    })
  if (names.includes(name)) return { name, path }
  const nearest = findNearestName(name, names)
  throw new DeployError('USAGE', `--secret-file names ${name}, which is no secret with a value of its own`, {
    choices: names,
    hint: nearest ? `did you mean ${nearest}?` : 'add it under `secrets:` in k8sdeploy.yaml',
  })
}
