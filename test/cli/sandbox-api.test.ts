import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagedHelm } from '../../.ci/helm.js'
import { kubeconfig } from '../../src/sandbox/control/kubeconfig.ts'
import { startSandboxApi } from '../contract/sandbox-api.ts'

const cached = (name: string): string | undefined => {
  const path = join(homedir(), '.cache', 'k8sdeploy-test', 'bin', name)
  return existsSync(path) ? path : undefined
}
const helms = [
  ['helm 4', packagedHelm(4) ?? cached('helm')],
  ['helm 3', packagedHelm(3) ?? cached('helm3')],
] as const
const kubectl = cached('kubectl')
const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-api-'))
let sandbox: Awaited<ReturnType<typeof startSandboxApi>>

const run = async (file: string, ...args: string[]): Promise<string> => {
  const env = { ...process.env, HOME: dir, KUBECONFIG: join(dir, 'kubeconfig') }
  return (await promisify(execFile)(file, args, { env, cwd: dir })).stdout
}
const refused = (file: string, ...args: string[]): Promise<string> =>
  run(file, ...args).then(
    (stdout) => `no error: ${stdout}`,
    (error: { stderr: string }) => error.stderr,
  )

beforeAll(async () => {
  sandbox = await startSandboxApi()
  const { server, ca, token = '' } = sandbox.target
  writeFileSync(join(dir, 'kubeconfig'), kubeconfig({ server, token, certificate: ca }))
})
afterAll(async () => {
  await sandbox.close()
  rmSync(dir, { recursive: true, force: true })
})

describe.each(helms)('%s', (title, helm = '') => {
  const namespace = title.replace(' ', '-')
  const chart = (name: string) => join(dir, namespace, name)
  beforeAll(() => void mkdirSync(join(dir, namespace)))
  const inNamespace = ['--namespace', namespace]
  const deployment = () =>
    sandbox.store.get({ group: 'apps', resource: 'deployments', namespace, name: 'web-app' })
  const releases = () => sandbox.store.list('', 'secrets', namespace).map(({ metadata }) => metadata?.name)

  it.skipIf(helm === '')('installs, upgrades, rolls back, lists and uninstalls', async () => {
    await run(helm, 'create', chart('app'))
    const installed = await run(helm, 'install', 'web', chart('app'), ...inNamespace, '--create-namespace')
    expect(installed).toContain('STATUS: deployed')
    expect(deployment()?.spec).toMatchObject({ replicas: 1, progressDeadlineSeconds: 600 })

    await run(helm, 'upgrade', 'web', chart('app'), ...inNamespace, '--set', 'replicaCount=3,image.tag=9')
    expect(deployment()?.spec).toMatchObject({
      replicas: 3,
      template: { spec: { containers: [{ image: 'nginx:9', imagePullPolicy: 'IfNotPresent' }] } },
    })
    await run(helm, 'rollback', 'web', '1', ...inNamespace)
    expect(deployment()?.spec?.replicas).toBe(1)
    expect(releases()).toEqual([1, 2, 3].map((revision) => `sh.helm.release.v1.web.v${revision}`))

    const listed = JSON.parse(await run(helm, 'list', '-o', 'json', ...inNamespace)) as object[]
    expect(listed).toMatchObject([{ name: 'web', revision: '3', status: 'deployed' }])
    expect(await run(helm, 'status', 'web', ...inNamespace)).toContain('STATUS: deployed')
    expect(await run(helm, 'get', 'manifest', 'web', ...inNamespace)).toContain('kind: Deployment')

    await run(helm, 'uninstall', 'web', ...inNamespace)
    expect(deployment()).toBeUndefined()
    expect(releases()).toEqual([])
  })

  it.skipIf(helm === '')('shows what the API refuses', async () => {
    await run(helm, 'create', chart('broken'))
    const told = await refused(
      helm,
      'install',
      'bad',
      chart('broken'),
      ...inNamespace,
      '--create-namespace',
      '--set',
      'service.port=99999',
    )
    expect(told).toContain('must be between 1 and 65535')
  })
})

const manifest = (image: string, replicas: number, variable: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: app, labels: { app: app } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: app } }
  template:
    metadata: { labels: { app: app } }
    spec:
      containers:
        - { name: c, image: '${image}', env: [{ name: ${variable}, value: x }] }
`

describe.skipIf(kubectl === undefined)('kubectl', () => {
  const ask = (...args: string[]) => run(kubectl ?? '', ...args)
  const write = (text: string) => writeFileSync(join(dir, 'app.yaml'), text)
  const container = async () =>
    JSON.parse(await ask('get', 'deployment', 'app', '-o', 'json')).spec.template.spec.containers[0] as object

  it('applies from the client, item by item', async () => {
    write(manifest('app:1', 1, 'A'))
    expect(await ask('apply', '-f', 'app.yaml')).toContain('created')
    expect(await ask('apply', '-f', 'app.yaml')).toContain('unchanged')
    write(manifest('app:2', 1, 'B'))
    expect(await ask('apply', '-f', 'app.yaml')).toContain('configured')
    expect(await container()).toMatchObject({ image: 'app:2', env: [{ name: 'B', value: 'x' }] })
  })

  it('applies on the server, and is told of conflicts', async () => {
    write(manifest('app:3', 1, 'B'))
    const told = await refused(
      kubectl ?? '',
      'apply',
      '--server-side',
      '--field-manager=other',
      '-f',
      'app.yaml',
    )
    expect(told).toContain('conflict with "kubectl-client-side-apply" using apps/v1')
    await ask('apply', '--server-side', '--field-manager=other', '--force-conflicts', '-f', 'app.yaml')
    expect(await container()).toMatchObject({ image: 'app:3' })
  })

  it('scales, patches, restarts and labels', async () => {
    await ask('scale', 'deployment', 'app', '--replicas=4')
    await ask('rollout', 'restart', 'deployment', 'app')
    await ask('label', 'deployment', 'app', 'tier=front')
    await ask(
      'patch',
      'deployment',
      'app',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/paused","value":true}]'.replace('replace', 'add'),
    )
    const found = JSON.parse(await ask('get', 'deployment', '-l', 'tier in (front)', '-o', 'json'))
      .items as object[]
    expect(found).toMatchObject([{ spec: { replicas: 4, paused: true } }])
  })

  it('prints tables, describes, explains and reads logs', async () => {
    expect(await ask('get', 'deployment')).toMatch(/NAME +READY +UP-TO-DATE +AVAILABLE +AGE\napp +0\/4/)
    expect(await ask('get', 'all')).toContain('deployment.apps/app')
    expect(await ask('describe', 'deployment', 'app')).toContain('app:3')
    expect(await ask('explain', 'deployment.spec.strategy')).toContain('rollingUpdate')
    await ask('run', 'one', '--image=app:1')
    expect(await ask('logs', 'one', '--tail=2')).toBe('two\nhello\n')
    expect(await ask('auth', 'can-i', 'create', 'pods')).toContain('yes')
  })

  it('watches', async () => {
    const waiting = ask('wait', '--for=jsonpath={.data.done}=yes', 'configmap/flag', '--timeout=20s')
    sandbox.store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'flag', namespace: 'default' },
    })
    const flag = sandbox.store.get({ group: '', resource: 'configmaps', namespace: 'default', name: 'flag' })
    sandbox.store.update('', 'configmaps', { ...flag, data: { done: 'yes' } })
    expect(await waiting).toContain('condition met')
  })

  it('creates what travels as protobuf, and deletes', async () => {
    await ask('create', 'namespace', 'made')
    await ask('create', 'secret', 'generic', 's', '-n', 'made', '--from-literal=a=b')
    expect(JSON.parse(await ask('get', 'secret', 's', '-n', 'made', '-o', 'json')).data).toEqual({
      a: 'Yg==',
    })
    await ask('delete', 'secret', 's', '-n', 'made')
    expect(await refused(kubectl ?? '', 'get', 'secret', 's', '-n', 'made')).toContain('NotFound')
  })
})
