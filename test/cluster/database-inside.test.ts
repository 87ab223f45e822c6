import { afterAll, beforeAll, expect, it } from 'vitest'
import { facts } from './facts.ts'
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
  expect(await kubectl('get', 'jobs,deployments', '-n', project.namespace, '-o', 'name')).toBe('')
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
