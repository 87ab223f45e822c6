import type { Config, SecretConfig } from '../config/config.ts'
import { neonBranchOf } from '../config/neon-branch.ts'
import { readDatabaseUrl } from '../config/read-database-url.ts'
import { DeployError } from '../errors.ts'
import type { NeonBranch, World } from '../ports.ts'
import type { GivenSecret } from './collect-secrets.ts'

type Run = {
  config: Config
  namespace: string
  world: Pick<World, 'neon' | 'terminal' | 'signal'>
  /** Said in advance; absent where nothing may be made. */
  createBranch?: boolean
  tell?(line: string): void
}

/** By this a branch is known as ours, for this release and no other. */
export const neonNotes = (release: string, namespace: string): Record<string, string> => ({
  'managed-by': 'k8sdeploy',
  release,
  namespace,
})

export const neonSecrets = ({ secrets }: Config): [string, SecretConfig][] =>
  Object.entries(secrets).filter(([, { from }]) => from === 'neon')

/** The URLs of secrets that come from Neon's API. Without a key there are none: the cluster may know them already. */
export async function fetchNeonUrls(run: Run): Promise<Record<string, GivenSecret>> {
  const { config, world } = run
  if (!world.neon.hasKey) return {}
  const found: Record<string, GivenSecret> = {}
  // one after the other: two may be on one branch that is not there yet
  for (const [name, secret] of neonSecrets(config)) found[name] = await fetchUrl(run, secret)
  return found
}

async function fetchUrl(run: Run, secret: SecretConfig): Promise<GivenSecret> {
  const { neon, signal } = run.world
  const { database, role, pooled: isPooled = true } = secret
  const branch = await findOrCreate(run, secret)
  const { pooled, direct } = await neon.fetchUrls(branch, { database, role }, signal)
  const read = readDatabaseUrl(direct)
  return {
    value: isPooled ? pooled : direct,
    source: `Neon’s branch ${branch.name}`,
    ...('address' in read ? { directHost: read.address.host } : {}),
  }
}

async function findOrCreate(run: Run, secret: SecretConfig): Promise<NeonBranch> {
  const { config, namespace, world, tell } = run
  const { project, branch } = neonBranchOf(secret, config.name, namespace)
  const found = await world.neon.findBranch(project, branch, world.signal)
  if (found) return found
  await requireConsent(run, `${branch} in the Neon project ${project}`)
  const { parent } = secret
  const notes = neonNotes(config.name, namespace)
  const made = await world.neon.createBranch(
    project,
    { name: branch, ...(parent ? { parent } : {}), notes },
    world.signal,
  )
  tell?.(`Neon’s branch ${branch} created from ${parent ?? 'the default branch'}`)
  return made
}

/** A branch holds a copy of data, and may cost money. */
async function requireConsent({ createBranch, world }: Run, what: string): Promise<void> {
  if (createBranch) return
  const { terminal, signal } = world
  if (createBranch === undefined || !terminal.canAsk) throw noBranch(what)
  const reply = await terminal.ask(
    {
      id: 'create-branch',
      flag: '--create-branch',
      env: '',
      kind: 'confirm',
      message: `Create the branch ${what}?`,
      default: false,
      valid: 'yes or no',
      check: () => undefined,
    },
    signal,
  )
  if (!('answer' in reply) || !['yes', 'y', 'true'].includes(reply.answer))
    throw new DeployError('CANCELLED', 'no branch was created, and nothing was changed')
}

const noBranch = (what: string) =>
  new DeployError('WOULD_PROMPT', `there is no branch ${what} yet`, {
    missing: [
      {
        id: 'create-branch',
        flag: '--create-branch',
        env: '',
        question: `Create the branch ${what}?`,
        valid: '--create-branch',
      },
    ],
    hint: 'let `up` create it, or name an existing one with `branch:` in k8sdeploy.yaml',
    state: 'nothing was changed',
    next: ['k8sdeploy up --create-branch'],
  })
