import { afterAll, beforeAll, expect, it } from 'vitest'
import { facts } from './facts.ts'
import { killAt } from './kill.ts'
import { kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'

let project: Project
beforeAll(async () => {
  project = await copyExample()
  await project.init()
  await project.configure(({ backend }) => {
    delete backend.migrate
  })
})
afterAll(() => project?.remove())

/** This machine's own address: the database answers there, and no pod finds it. */
const ownAddress = () => {
  const url = new URL(facts.databaseUrl)
  url.hostname = '127.0.0.1'
  return url.href
}

it('a database that only this machine reaches stops the release before it begins', async () => {
  await project.writeSecrets({ DATABASE_URL: ownAddress() })
  const { report, code, why, stdout, stderr } = await project.up()
  expect(code, why).toBe(50)
  expect(report.error?.message, why).toMatch(/pods do not reach the database: tcp failed/)
  expect(report.error?.hint, why).toMatch(/the pod itself/)
  expect(report.phases.map(({ name }) => name)).not.toContain('release')
  expect(stdout + stderr).not.toContain(new URL(facts.databaseUrl).password)
  expect(await kubectl('get', 'jobs,deployments,secrets', '-n', project.namespace, '-o', 'name')).toBe('')
})

it('one that pods reach is told, and is not asked again while its Secret is the same', async () => {
  await project.writeSecrets({ DATABASE_URL: facts.databaseUrl })
  const first = await project.up(['--until', 'available'])
  const inside = first.report.phases.find(({ name }) => name === 'inside')
  expect(inside, first.why).toMatchObject({
    status: 'done',
    summary: 'from a pod: dns, tcp, tls, login, query',
  })
  const again = await project.up(['--until', 'available'])
  expect(
    again.report.phases.map(({ name }) => name),
    again.why,
  ).not.toContain('inside')
})

const read = async (what: string) => {
  const found = await kubectl('get', 'secret', `${project.name}-secrets`, '-n', project.namespace, '-o', what)
  return Buffer.from(found, 'base64').toString()
}
const urlInCluster = () => read('jsonpath={.data.DATABASE_URL}')
const trials = async () =>
  (await kubectl('get', 'jobs,secrets', '-n', project.namespace, '-o', 'name'))
    .split('\n')
    .filter((name) => /-ask$|-next$/.test(name))

it.each(['SIGINT', 'SIGKILL'] as const)(
  '%s while it is asked leaves what pods read as it was',
  async (signal) => {
    await project.writeSecrets({ DATABASE_URL: facts.otherDatabaseUrl })
    const killed = await project.run(['up', '-o', 'ndjson', '--no-input'], {
      onEvent: killAt({ phase: 'inside', edge: 'started', signal, afterMs: 700 }),
    })
    expect(killed.stdout).not.toContain('"phase":"release"')
    expect(await urlInCluster()).toBe(facts.databaseUrl)
    if (signal === 'SIGINT') expect(await trials()).toEqual([])
    await project.writeSecrets({ DATABASE_URL: facts.databaseUrl })
    const again = await project.up(['--until', 'available'])
    expect(again.report.status, again.why).toBe('unchanged')
    expect(await trials()).toEqual([])
  },
)

it('migrations that fail leave it as it was too, and are over once they are right', async () => {
  const takeBack = await project.configure(({ backend }) => {
    backend.migrate = [
      'node',
      '-e',
      'console.log(new URL(process.env.DATABASE_URL).pathname); process.exit(3)',
    ]
  })
  await project.writeSecrets({ DATABASE_URL: facts.otherDatabaseUrl })
  const { code, report, why } = await project.up(['--until', 'available'])
  expect(code, why).toBe(40)
  expect(report.error?.evidence, why).toContain(new URL(facts.otherDatabaseUrl).pathname)
  expect(await urlInCluster()).toBe(facts.databaseUrl)
  expect(await trials()).toEqual([])
  await takeBack()
  const again = await project.up(['--until', 'available'])
  expect(again.report.phases.find(({ name }) => name === 'inside')?.summary, again.why).toMatch(
    /login, query$/,
  )
  expect(await urlInCluster()).toBe(facts.otherDatabaseUrl)
})
