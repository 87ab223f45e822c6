import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ErrorReport } from '../../src/report.ts'
import type { Outcome } from './cli.ts'
import { fetchObjects, kubectl } from './kubectl.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project } from './project.ts'

let project: Project
let round = 0
/** A rollout that is still at work when others, started in its middle, have come far enough to ask for their turn. */
const change = () =>
  project.configure(({ backend }) => {
    round += 1
    backend.env = { ...backend.env, ROUND: String(round), START_AFTER: '8s' }
  })

beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    toBehave(config)
    config.rollout = { timeoutSeconds: 120, soakSeconds: 5, onFailure: 'keep' }
  })
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
})
afterAll(() => project.remove())

type Lease = { spec: { holderIdentity?: string }; metadata: { annotations: Record<string, string> } }
const fetchLease = async () => (await fetchObjects<Lease>('leases', project.namespace))[0]!

test('while one run is at work every other is told by whom, and changes nothing', async () => {
  await change()
  let others: Promise<Outcome[]> | undefined
  let lease: Promise<Lease> | undefined
  const first = await project.up([], {
    onEvent(event) {
      if (event['type'] !== 'phase-started' || event['phase'] !== 'rollout') return
      others = Promise.all(
        [['up'], ['rollback'], ['down', '--yes']].map((words) =>
          project.run([...words, '-o', 'json', '--no-input']),
        ),
      )
      lease = fetchLease()
    },
  })
  const holder = (await lease!).spec.holderIdentity
  const refused = (await others!).map(({ code, stdout }) => {
    const { error } = JSON.parse(stdout) as { error: ErrorReport }
    return [code, error.code, / is busy: (.+) has been running up for /.exec(error.message)?.[1], error.state]
  })
  expect(holder).toMatch(/^.+@.+, pid \d+$/)
  expect(refused).toEqual(Array(3).fill([11, 'BUSY', holder, 'nothing was changed']))
  expect(first.report.status, first.why).toBe('verified')
  expect((await fetchLease()).spec.holderIdentity).toBeUndefined()
})

test('of two that start together one releases; the other is refused, or finds nothing to do', async () => {
  await change()
  const both = await Promise.all([project.up(), project.up()])
  expect(both.filter(({ report }) => report.status === 'verified')).toHaveLength(1)
  for (const { code, report, why } of both.filter(({ report }) => report.status !== 'verified'))
    expect([`${code} ${report.error?.code}`, report.status], why).toEqual(['11 BUSY', 'refused'])
})

test('a dry run and status look while another is at work', async () => {
  await change()
  let look: Promise<Outcome[]> | undefined
  const { report, why } = await project.up([], {
    onEvent(event) {
      if (event['type'] !== 'phase-started' || event['phase'] !== 'rollout') return
      look = Promise.all(['up', 'rollback'].map((verb) => project.run([verb, '--dry-run', '--no-input'])))
    },
  })
  expect(report.status, why).toBe('verified')
  expect((await look!).map(({ code }) => code)).toEqual([0, 0])
})

test('who has no right to Leases deploys all the same, and is told', async () => {
  await change()
  const KUBECONFIG = await kubeconfigWithoutLeases(project)
  const { report, stdout, why } = await project.up([], { env: { KUBECONFIG } })
  expect(report.status, why).toBe('verified')
  expect(stdout).toMatch(/you may not write Leases in/)
})

async function kubeconfigWithoutLeases({ namespace, root }: Project): Promise<string> {
  const groups = [
    '',
    'apps',
    'batch',
    'policy',
    'autoscaling',
    'discovery.k8s.io',
    'networking.k8s.io',
    'events.k8s.io',
  ]
  const role = `${namespace}-look`
  const binding = (kind: string, name: string, to: string, spread = {}) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name, ...spread },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: to, name },
    subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace }],
  })
  const all = { apiGroups: groups, resources: ['*'], verbs: ['*'] }
  const look = { apiGroups: [''], resources: ['namespaces', 'services', 'nodes'], verbs: ['get', 'list'] }
  const rules = (kind: string, name: string, rule: object, spread = {}) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name, ...spread },
    rules: [rule],
  })
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer', namespace } },
    rules('Role', 'deployer', all, { namespace }),
    binding('RoleBinding', 'deployer', 'Role', { namespace }),
    rules('ClusterRole', role, look),
    binding('ClusterRoleBinding', role, 'ClusterRole'),
  ]
  const file = join(root, 'rights.json')
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  await kubectl('apply', '--filename', file)
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--output', 'json'))
  const token = (await kubectl('create', 'token', 'deployer', '--namespace', namespace)).trim()
  config.users = config.users.map(({ name }: { name: string }) => ({ name, user: { token } }))
  const path = join(root, 'kubeconfig.json')
  await writeFile(path, JSON.stringify(config), { mode: 0o600 })
  afterAll(() => kubectl('delete', 'clusterrole,clusterrolebinding', role))
  return path
}
