import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startNeonStub } from '../fakes/neon-stub.ts'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'

const key = 'napi_C4naryOfTheClusterTest'
const neonProject = 'quiet-sun-12345678'

let project: Project
let stub: Awaited<ReturnType<typeof startNeonStub>>
let env: Record<string, string>

beforeAll(async () => {
  const { username } = new URL(facts.databaseUrl)
  const name = new URL(facts.databaseUrl).pathname.slice(1)
  stub = await startNeonStub({
    key,
    project: neonProject,
    urls: { pooled: facts.databaseUrl, direct: facts.databaseDirectUrl },
    databases: [{ name, owner_name: username }],
  })
  env = { NEON_API_KEY: key, K8SDEPLOY_NEON_URL: stub.url }
  project = await copyExample()
  const init = await project.init('--secrets-sources', `DATABASE_URL=neon:${neonProject}`)
  expect(init.code, init.stderr).toBe(0)
})
afterAll(async () => {
  await stub?.close()
  await project?.remove()
})

const branchNames = () => stub.branches.map(({ name }) => name)

/** All that is left on disk of a project that only names its secrets. */
async function filesOf(root: string): Promise<string> {
  const found = await readdir(root, { recursive: true, withFileTypes: true })
  const files = found.filter((it) => it.isFile() && it.name !== '.env')
  return (await Promise.all(files.map((it) => readFile(join(it.parentPath, it.name), 'latin1')))).join('\n')
}

it('a branch is made only when that was asked for', async () => {
  const { code, report, why } = await project.up([], { env })
  expect(code, why).toBe(4)
  expect(report.error?.message, why).toContain(`no branch ${project.name} in the Neon project ${neonProject}`)
  expect(report.next, why).toEqual(['k8sdeploy up --create-branch'])
  expect(branchNames()).toEqual(['main'])
})

it('the app runs with the URL that Neon’s API answered, and its migrations go past the pooler', async () => {
  const { code, report, why, stdout, stderr } = await project.up(['--create-branch'], { env })
  expect(code, why).toBe(0)
  expect(report.status, why).toBe('verified')
  expect(report.phases.find(({ name }) => name === 'neon')?.summary).toContain(
    `DATABASE_URL from Neon’s branch ${project.name}`,
  )
  expect(branchNames()).toEqual(['main', project.name])
  expect(stub.branches[1]?.notes).toEqual({
    'managed-by': 'k8sdeploy',
    release: project.name,
    namespace: project.namespace,
  })
  const path = '{.data.DATABASE_URL}'
  const secret = await kubectl(
    'get',
    'secret',
    `${project.name}-secrets`,
    '-n',
    project.namespace,
    '-o',
    `jsonpath=${path}`,
  )
  expect(Buffer.from(secret, 'base64').toString()).toBe(facts.databaseUrl)
  expect(stdout).toMatch(new RegExp(`"migrations [^"]*${new URL(facts.databaseDirectUrl).hostname}`))
  const said = stdout + stderr + (await filesOf(project.root))
  for (const canary of [key, new URL(facts.databaseUrl).password]) expect(said).not.toContain(canary)
  expect(await kubectl('get', 'all,configmaps,secrets', '-n', project.namespace, '-o', 'json')).not.toContain(
    key,
  )
})

it('whoever has no key deploys with what the cluster knows already', async () => {
  const { code, report, why } = await project.up()
  expect(code, why).toBe(0)
  expect(report.status, why).toBe('unchanged')
})

it('a key that was revoked stops before anything changes', async () => {
  const { code, report, why, stdout, stderr } = await project.up([], {
    env: { ...env, NEON_API_KEY: 'napi_RevokedC4nary' },
  })
  expect(code, why).toBe(50)
  expect(report.error?.message, why).toBe('Neon does not know this key')
  expect(stdout + stderr).not.toContain('RevokedC4nary')
})

it('down leaves the branch, and deletes it on request', async () => {
  const first = await project.run(['down', '-o', 'json', '--yes', '--no-input'], { env })
  expect(JSON.parse(first.stdout).left).toContainEqual({
    object: `Neon branch ${project.name}`,
    why: expect.stringContaining('--delete-branch'),
  })
  expect(branchNames()).toHaveLength(2)
  const second = await project.run(['down', '-o', 'json', '--yes', '--no-input', '--delete-branch'], { env })
  expect(JSON.parse(second.stdout).removed).toEqual([`Neon branch ${project.name}`])
  expect(branchNames()).toEqual(['main'])
})
