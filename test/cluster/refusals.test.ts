import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'

/** What `up` must find before it touches the cluster: afterwards not even the namespace exists. */
let project: Project

beforeAll(async () => {
  project = await copyExample()
  await project.init()
})
afterEach(async () => {
  expect(await kubectl('get', 'namespace', project.namespace, '--ignore-not-found')).toBe('')
  await project.writeSecrets({ DATABASE_URL: facts.databaseUrl })
})
afterAll(() => project.remove())

const withUrl = (change: (url: URL) => void) => {
  const url = new URL(facts.databaseUrl)
  change(url)
  return project.writeSecrets({ DATABASE_URL: url.href })
}

test('a secret without a value', async () => {
  await project.writeSecrets({})
  const { code, report, why } = await project.up()
  expect(report.status, why).toBe('refused')
  expect([2, 4]).toContain(code)
  expect(JSON.stringify(report.error)).toContain('DATABASE_URL')
})

test('a wrong password', async () => {
  await withUrl((url) => {
    url.password = 'wrong'
  })
  const { code, report, why } = await project.up()
  expect(code, why).toBe(50)
  expect(report.error?.message).toMatch(/password|login/i)
})

test('a database that does not exist', async () => {
  await withUrl((url) => {
    url.pathname = '/nowhere'
  })
  const { code, report, why } = await project.up()
  expect(code, why).toBe(50)
  expect(JSON.stringify(report.error)).toContain('nowhere')
})

test('a database host that does not exist', async () => {
  await withUrl((url) => {
    url.hostname = 'ep-nobody.eu-central-1.aws.neon.invalid'
  })
  expect((await project.up()).code).toBe(50)
})

// a port where nobody listens: the database itself is everybody's
test('a database that refuses connections', async () => {
  await withUrl((url) => {
    url.port = '1'
  })
  const { code, report, why } = await project.up()
  expect(code, why).toBe(50)
  expect(JSON.stringify(report.error)).toMatch(/refuse/i)
})

test('a NodePort that another Service has', async () => {
  const taken = ['create', 'service', 'nodeport', `${project.name}-taken`, '--tcp=80:80']
  await kubectl('-n', 'default', ...taken, `--node-port=${project.nodePort}`)
  try {
    const { code, report, why } = await project.up()
    expect(code, why).not.toBe(0)
    expect(JSON.stringify(report)).toContain(String(project.nodePort))
    expect(JSON.stringify(report)).toContain(`${project.name}-taken`)
  } finally {
    await kubectl('-n', 'default', 'delete', 'service', `${project.name}-taken`)
  }
})

test('a context that is not on this machine', async () => {
  const remote = (await kubectl('config', 'view', '--raw', '-o', 'yaml')).replace(
    '127.0.0.1:6443',
    '192.0.2.1:6443',
  )
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises')
  const folder = await mkdtemp('/tmp/k8sdeploy-remote-')
  await writeFile(`${folder}/kubeconfig`, remote, { mode: 0o600 })
  const { code, why } = await project.up([], { env: { KUBECONFIG: `${folder}/kubeconfig` } })
  await rm(folder, { recursive: true })
  expect(code, why).toBe(12)
})

test('a cluster that does not answer', async () => {
  const away = (await kubectl('config', 'view', '--raw', '-o', 'yaml')).replace(
    '127.0.0.1:6443',
    '127.0.0.1:6444',
  )
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises')
  const folder = await mkdtemp('/tmp/k8sdeploy-away-')
  await writeFile(`${folder}/kubeconfig`, away, { mode: 0o600 })
  const { code, why } = await project.up([], { env: { KUBECONFIG: `${folder}/kubeconfig` } })
  await rm(folder, { recursive: true })
  expect(code, why).toBe(11)
})
