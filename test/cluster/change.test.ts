import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts } from './facts.ts'
import { fetchObjects, fetchReleases, kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'
import { todosAt } from './todos.ts'

let project: Project

beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
})
afterAll(() => project.remove())

test('a changed secret rolls the pods that read it', async () => {
  await todosAt(project.url).add(`first database ${project.name}`)
  await project.writeSecrets({ DATABASE_URL: facts.otherDatabaseUrl })
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  const titles = (await todosAt(project.url).list()).map(({ title }) => title)
  expect(titles).not.toContain(`first database ${project.name}`)
})

test('more and fewer pods', async () => {
  for (const replicas of [3, 1]) {
    await project.configure((config) => {
      config.backend.replicas = replicas
    })
    const { report, why } = await project.up()
    expect(report.status, why).toBe('verified')
    const pods = await kubectl('get', 'pods', '-n', project.namespace, '-o', 'name')
    expect(pods.split('\n').filter((name) => name.includes('-backend-'))).toHaveLength(replicas)
  }
})

test('a dry run changes nothing', async () => {
  const takeBack = await project.configure((config) => {
    config.backend.replicas = 2
  })
  const before = await fetchObjects('deployments', project.namespace)
  const { code, why } = await project.up(['--dry-run'])
  expect(code, why).toBe(0)
  expect(await fetchObjects('deployments', project.namespace)).toEqual(before)
  await takeBack()
})

test('the secret is nowhere but in its Secret', async () => {
  const { password } = new URL(facts.otherDatabaseUrl)
  const outcomes = [await project.up(), await project.status()]
  const releases = await kubectl(
    'get',
    'secrets',
    '-n',
    project.namespace,
    '-l',
    'owner=helm',
    '-o',
    'jsonpath={.items[*].data.release}',
  )
  const decoded = releases
    .split(' ')
    .map((release) => Buffer.from(Buffer.from(release, 'base64').toString(), 'base64').toString('latin1'))
  const objects = await kubectl(
    'get',
    'deployments,pods,configmaps,services,events',
    '-n',
    project.namespace,
    '-o',
    'yaml',
  )
  for (const text of [...outcomes.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...decoded, objects]) {
    expect(text).not.toContain(password)
    expect(text).not.toContain(Buffer.from(password).toString('base64').slice(0, 18))
  }
})

test('Ctrl-C while the pods start leaves no pending release, and up goes on from there', async () => {
  await project.replace('backend/server.js', 'import { createServer }', '// changed\nimport { createServer }')
  let isSent = false
  const cancelled = await project.up([], {
    onEvent(event, child) {
      if (isSent || event['type'] !== 'phase-started' || event['phase'] !== 'rollout') return
      isSent = true
      child.kill('SIGINT')
    },
  })
  expect(cancelled.code, cancelled.why).toBe(130)
  expect(cancelled.report.status).toBe('cancelled')
  expect(await fetchReleases(project.namespace)).toEqual([[project.name, 'deployed']])
  const { report, why } = await project.up()
  expect(report.status, why).toMatch(/^(verified|unchanged)$/)
})

test('Ctrl-C while helm releases lets it record its state', async () => {
  await project.replace('backend/server.js', '// changed', '// changed again')
  let isSent = false
  const cancelled = await project.up([], {
    onEvent(event, child) {
      if (isSent || event['type'] !== 'phase-started' || event['phase'] !== 'release') return
      isSent = true
      child.kill('SIGINT')
    },
  })
  expect(cancelled.code, cancelled.why).toBe(130)
  const statuses = (await fetchReleases(project.namespace)).map(([, status]) => status)
  expect(statuses.filter((status) => status.startsWith('pending'))).toEqual([])
  const { report, why } = await project.up()
  expect(report.status, why).toMatch(/^(verified|unchanged)$/)
})
