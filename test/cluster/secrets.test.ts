import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keys, openSession } from '../cli/pty.ts'
import { facts } from './facts.ts'
import { fetchObjects, kubectl } from './kubectl.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project } from './project.ts'

const certificate = '-----BEGIN CERTIFICATE-----\nc4nary-file\n-----END CERTIFICATE-----'
const values = {
  FROM_ENV: 'c4nary-env',
  FROM_ENV_FILE: 'c4nary env-file "quoted"',
  FROM_FILE: certificate,
  FROM_STDIN: 'c4nary-stdin',
  FROM_PROMPT: 'c4nary-prompt',
}
const url = 'postgresql://u:c4nary-url@db.example.test:6543/shop?sslmode=disable'

let project: Project
beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    toBehave(config)
    config.rollout = { timeoutSeconds: 120, soakSeconds: 1, onFailure: 'keep' }
    const source = { key: '', required: true }
    config.secrets = {
      FROM_ENV: { ...source, from: 'env', key: 'OTHER_NAME' },
      FROM_ENV_FILE: { ...source, from: 'env-file', file: '.env', key: 'IN_FILE' },
      FROM_FILE: { ...source, from: 'env', key: 'FROM_FILE' },
      FROM_STDIN: { ...source, from: 'env', key: 'FROM_STDIN' },
      FROM_PROMPT: { ...source, from: 'env', key: 'FROM_PROMPT' },
      DATABASE_URL: { ...source, from: 'env', key: 'DATABASE_URL' },
      DB_HOST: { ...source, from: 'database', key: 'host' },
      DB_PORT: { ...source, from: 'database', key: 'port' },
    }
    config.database = { secret: 'DATABASE_URL' }
    const bind = (name: string, as = name) => ({ name, as })
    config.frontend.secrets = [bind('FROM_ENV', 'SESSION_KEY')]
    config.backend.secrets = [
      ...['FROM_ENV_FILE', 'FROM_FILE', 'FROM_STDIN', 'FROM_PROMPT', 'DB_HOST'].map((name) => bind(name)),
      bind('DB_PORT', 'PGPORT'),
    ]
  })
  await writeFile(join(project.root, '.env'), `export IN_FILE='${values.FROM_ENV_FILE}'\r\n`)
  await writeFile(join(project.root, 'certificate.pem'), `${certificate}\n`)
})
afterAll(() => project.remove())

const env = { OTHER_NAME: values.FROM_ENV, DATABASE_URL: url }
const flags = ['--skip', 'database', '--secret-file', 'FROM_FILE=certificate.pem', 'FROM_STDIN=-']

type Secret = { metadata: { name: string }; data: Record<string, string> }
const secretData = async () => {
  const secrets = await fetchObjects<object>('secrets', project.namespace)
  const found = (secrets as unknown as Secret[]).find(
    ({ metadata }) => metadata.name === `${project.name}-secrets`,
  )
  const pairs = Object.entries(found?.data ?? {}).filter(([name]) => !name.startsWith('k8sdeploy.'))
  return Object.fromEntries(pairs.map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]))
}
const podsOf = async (component: string) =>
  (await kubectl('get', 'pods', '-n', project.namespace, '-o', 'name'))
    .split('\n')
    .filter((name) => name.includes(`-${component}-`))

test('what is missing is named at once, each with its place, and nothing is asked where nobody is', async () => {
  const { code, report, why } = await project.up(flags, { input: values.FROM_STDIN })
  expect(code, why).toBe(4)
  expect(report.error?.message).toBe('no value for the secrets FROM_ENV, FROM_PROMPT, DATABASE_URL')
})

test('a value comes from the environment, an env file, a file, standard input and a prompt', async () => {
  Object.assign(process.env, { KUBECONFIG: facts.kubeconfig, NODE_EXTRA_CA_CERTS: facts.authorities, ...env })
  const given = ['--skip', 'database', '--secret-file', 'FROM_FILE=certificate.pem']
  await writeFile(join(project.root, 'piped'), values.FROM_STDIN)
  const session = openSession(['up', ...given, 'FROM_STDIN=piped'], project.root)
  await session.until('FROM_PROMPT')
  session.press(values.FROM_PROMPT, keys.enter)
  expect(await session.exited, session.text()).toBe(0)
  expect(await secretData()).toEqual({
    ...values,
    DATABASE_URL: url,
    DB_HOST: 'db.example.test',
    DB_PORT: '6543',
  })
  expect(session.text()).not.toContain('c4nary')
})

test('each component reads its own, under the names that it knows', async () => {
  type Deployment = {
    metadata: { name: string }
    spec: {
      template: {
        spec: { containers: { env?: { name: string; valueFrom: { secretKeyRef: { key: string } } }[] }[] }
      }
    }
  }
  const deployments = (await fetchObjects<object>(
    'deployments',
    project.namespace,
  )) as unknown as Deployment[]
  const read = deployments.map(({ metadata, spec }) => [
    metadata.name.replace(`${project.name}-`, ''),
    (spec.template.spec.containers[0]?.env ?? []).map(
      ({ name, valueFrom }) => `${name}=${valueFrom.secretKeyRef.key}`,
    ),
  ])
  expect(Object.fromEntries(read)).toEqual({
    frontend: ['SESSION_KEY=FROM_ENV'],
    backend: [
      ...['FROM_ENV_FILE', 'FROM_FILE', 'FROM_STDIN', 'FROM_PROMPT', 'DB_HOST'].map(
        (name) => `${name}=${name}`,
      ),
      'PGPORT=DB_PORT',
    ],
  })
})

test('a secret that is changed rolls the pods that read it and no others; what is not given stays', async () => {
  const [frontend, backend] = await Promise.all([podsOf('frontend'), podsOf('backend')])
  const options = { env, input: 'c4nary-rotated\n' }
  const { report, why, stdout, stderr } = await project.up(
    ['--skip', 'database', '--secret-file', 'FROM_STDIN=-'],
    options,
  )
  expect(report.status, why).toBe('verified')
  expect(await podsOf('frontend')).toEqual(frontend)
  expect(await podsOf('backend')).not.toEqual(backend)
  expect(await secretData()).toMatchObject({ ...values, FROM_STDIN: 'c4nary-rotated' })
  expect(stdout + stderr).not.toContain('c4nary')
  const again = await project.up(['--skip', 'database'], { env })
  expect(again.report.status, again.why).toBe('unchanged')
})

test.each([
  [['TOKEN=postgresql://u:c4nary@h/d'], undefined, /never a value/],
  [['FROM_STDIN=-'], '', /standard input is empty/],
  [['FROM_FILE=nowhere.pem'], undefined, /nowhere\.pem cannot be read/],
] as const)('--secret-file %j is refused before anything happens', async (given, input, message) => {
  const { code, report, stderr } = await project.up(
    ['--secret-file', ...given],
    input === undefined ? {} : { input },
  )
  expect(code).toBe(2)
  expect(report.error?.message).toMatch(message)
  expect(stderr).not.toContain('c4nary')
})
