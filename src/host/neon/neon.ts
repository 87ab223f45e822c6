import { DeployError } from '../../errors.ts'
import type { Neon, NeonBranch } from '../../ports.ts'
import { awaitOperations, type Operation } from './await-operations.ts'
import { type CallNeon, callerOf, type NeonAccess } from './call-neon.ts'
import { chooseDatabase, type NeonDatabase } from './choose-database.ts'

type Access = NeonAccess & { conceal(value: string): void }
type Branch = {
  id: string
  name: string
  project_id: string
  current_state?: string
  default?: boolean
  primary?: boolean
  protected?: boolean
}
type Listing = {
  branches: Branch[]
  annotations?: Record<string, { value?: Record<string, string> }>
  pagination?: { next?: string }
}
type Signal = AbortSignal | undefined

export function createNeon(access: Access): Omit<Neon, 'hasKey'> {
  const call = callerOf(access)
  const findBranch: Neon['findBranch'] = (project, name, signal) => findByName(call, project, name, signal)
  return {
    findBranch,
    async createBranch(project, wanted, signal) {
      try {
        return await create(call, access, project, wanted, signal)
      } catch (error) {
        // another run was faster
        const found = isTaken(error) ? await findBranch(project, wanted.name, signal) : undefined
        if (!found) throw error
        return found
      }
    },
    async deleteBranch({ project, id }, signal) {
      const { operations = [] } = await call<{ operations?: Operation[] }>({
        method: 'DELETE',
        path: `${branchesOf(project)}/${encodeURIComponent(id)}`,
        signal,
      })
      await awaitOperations(call, access.clock, operations, signal)
    },
    async fetchUrls(branch, wanted, signal) {
      const { databases } = await call<{ databases: NeonDatabase[] }>({
        method: 'GET',
        path: `${branchesOf(branch.project)}/${encodeURIComponent(branch.id)}/databases`,
        signal,
      })
      const database = chooseDatabase(databases, wanted, branch)
      const url = (pooled: boolean) => fetchUrl(call, access, { branch, database, pooled }, signal)
      const [pooled, direct] = await Promise.all([url(true), url(false)])
      return { pooled, direct }
    },
  }
}

const branchesOf = (project: string) => `/projects/${encodeURIComponent(project)}/branches`
const isTaken = (error: unknown) =>
  error instanceof DeployError && /: 409\b/.test(error.details.evidence?.[0] ?? '')

/** `search` matches a part of the name. */
async function findByName(
  call: CallNeon,
  project: string,
  name: string,
  signal: Signal,
): Promise<NeonBranch | undefined> {
  for (let cursor = ''; ; ) {
    const query = new URLSearchParams({ search: name, limit: '100', ...(cursor ? { cursor } : {}) })
    const { branches, annotations, pagination } = await call<Listing>({
      method: 'GET',
      path: `${branchesOf(project)}?${query}`,
      signal,
    })
    const found = branches.find((it) => it.name === name || it.id === name)
    if (found) return branchOf(found, annotations?.[found.id]?.value)
    if (!pagination?.next || branches.length === 0) return undefined
    cursor = pagination.next
  }
}

const branchOf = (branch: Branch, notes: Record<string, string> = {}): NeonBranch => ({
  id: branch.id,
  project: branch.project_id,
  name: branch.name,
  isKept: branch.default === true || branch.primary === true || branch.protected === true,
  notes,
})

async function create(
  call: CallNeon,
  { clock }: Access,
  project: string,
  { name, parent, notes }: Parameters<Neon['createBranch']>[1],
  signal: Signal,
): Promise<NeonBranch> {
  const from = parent === undefined ? undefined : await findByName(call, project, parent, signal)
  if (parent !== undefined && !from) throw noParent(parent, project)
  const made = await call<{ branch: Branch; operations: Operation[] }>({
    method: 'POST',
    path: branchesOf(project),
    body: {
      branch: { name, ...(from ? { parent_id: from.id } : {}) },
      // without a compute nothing can connect to it
      endpoints: [{ type: 'read_write' }],
      annotation_value: notes,
    },
    signal,
  })
  await awaitOperations(call, clock, made.operations, signal)
  return branchOf(made.branch, notes)
}

type Wanted = { branch: NeonBranch; database: { name: string; role: string }; pooled: boolean }

async function fetchUrl(
  call: CallNeon,
  { conceal }: Access,
  { branch, database, pooled }: Wanted,
  signal: Signal,
): Promise<string> {
  const query = new URLSearchParams({
    branch_id: branch.id,
    database_name: database.name,
    role_name: database.role,
    pooled: String(pooled),
  })
  const path = `/projects/${encodeURIComponent(branch.project)}/connection_uri?${query}`
  const { uri } = await call<{ uri: string }>({ method: 'GET', path, signal })
  conceal(uri)
  return uri
}

const noParent = (parent: string, project: string) =>
  new DeployError(
    'CONFIG_INVALID',
    `the Neon project ${project} has no branch ${parent} to make another from`,
    {
      hint: 'correct `parent:`, or leave it out to take the project’s default branch',
      state: 'nothing was changed',
    },
  )
