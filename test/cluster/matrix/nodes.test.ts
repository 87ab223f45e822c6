import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts } from '../facts.ts'
import { kubectl } from '../kubectl.ts'
import { copyExample } from '../project.ts'
import { withSpec } from './backend-spec.ts'
import { type Case, type Place, testCases } from './case.ts'
import { addNode, only, removeNode, silence } from './node.ts'

const lost = 'nodes-lost'
const drained = 'nodes-drained'
const deleted = 'nodes-deleted'
const cordoned = 'nodes-cordoned'
const spare = 'nodes-spare'
const all = [lost, drained, deleted, cordoned, spare]

/** What happens once the first new pod of the backend is on its way. */
const onceStarting = (act: (pod: string) => unknown): Case['during'] => {
  let isDone = false
  return (event) => {
    const { object = '', to } = (event['transition'] ?? {}) as { object?: string; to?: string }
    if (isDone || !/^Pod\/.*backend/.test(object) || !/^(Starting|Running|Pulling)$/.test(to ?? '')) return
    isDone = true
    act(object.replace('Pod/', ''))
  }
}

/** Nothing of the release is left on the node that went: the case was made, not only meant. */
const isOn = (name: string) => async (_: unknown, place: Place) => {
  const pods = await place.kubectl(
    'get',
    'pods',
    '--selector',
    'app.kubernetes.io/component=backend',
    '--output',
    'wide',
  )
  expect(pods).toContain(name)
  expect(pods.trim().split('\n')).toHaveLength(2)
}

const startsIn =
  (seconds: number): Case['configure'] =>
  ({ backend }) => {
    backend.env['START_AFTER'] = `${seconds}s`
  }

const cases: Case[] = [
  {
    name: 'a node that falls silent in the middle',
    expect: ['node-lost'],
    object: new RegExp(`^Node/${lost}/`),
    shows: new RegExp(`node ${lost} is not Ready for \\d+ s`),
    flags: ['--timeout', '80'],
    chartBefore: (edit) => withSpec(edit, ...only(lost)),
    configure: startsIn(20),
    during: onceStarting(() => silence(lost)),
    cleanUp: ({ kubectl }) =>
      kubectl('delete', 'pods', '--all', '--force', '--grace-period=0', '--wait=false'),
  },
  {
    name: 'healthy: a node that is drained in the middle',
    expect: 'verified',
    chartBefore: (edit) => withSpec(edit, ...only(drained)),
    configure: startsIn(8),
    chart: (edit) =>
      edit('templates/deployment.yaml', (text) =>
        text.replace(`values: [${drained}]`, `values: [${drained}, ${spare}]`),
      ),
    during: onceStarting(() =>
      kubectl('drain', drained, '--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=60s'),
    ),
    after: isOn(spare),
  },
  {
    name: 'healthy: a node that is deleted in the middle',
    expect: 'verified',
    flags: ['--timeout', '240'],
    chartBefore: (edit) => withSpec(edit, ...only(deleted)),
    configure: startsIn(20),
    chart: (edit) =>
      edit('templates/deployment.yaml', (text) =>
        text.replace(`values: [${deleted}]`, `values: [${deleted}, ${spare}]`),
      ),
    during: onceStarting(async () => {
      await silence(deleted)
      await kubectl('delete', 'node', deleted, '--wait=false')
    }),
    after: isOn(spare),
  },
  {
    name: 'healthy: a node that is cordoned, and back after 40 s',
    expect: 'verified',
    chart: (edit) => withSpec(edit, ...only(cordoned)),
    prepare: async () => {
      await kubectl('cordon', cordoned)
      void sleep(40_000).then(() => kubectl('uncordon', cordoned))
    },
  },
]

beforeAll(() => Promise.all(all.map((name) => addNode(name))))
afterAll(() => Promise.all(all.map(removeNode)))

testCases(cases)

test.concurrent('images that reach only one of the nodes where pods may land', async () => {
  const project = await copyExample()
  try {
    await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
    const chart = `${project.root}/chart/values.yaml`
    await project.replace(
      'chart/values.yaml',
      'tolerations: []',
      'tolerations: [{key: k8sdeploy-test/node, operator: Exists}]',
    )
    const { report, why } = await project.up()
    expect(report.error, why).toMatchObject({ code: 'DELIVERY_FAILED' })
    expect(report.error!.message, chart).toMatch(
      new RegExp(`pods may land on .*${spare}.*, where the images do not arrive`),
    )
    await expect(kubectl('get', 'namespace', project.namespace)).rejects.toThrow(/not found/)

    await project.replace(
      'chart/values.yaml',
      'nodeSelector: {}',
      `nodeSelector: {k8sdeploy-test/node: ${spare}}`,
    )
    await project.configure(({ images }) => {
      images.socket = [facts.containerdSocket, `${facts.state}/nodes/${spare}/containerd.sock`]
    })
    const second = await project.up(['--until', 'complete'])
    expect(second.report.status, second.why).toBe('available')
    const where = await kubectl('get', 'pods', '--namespace', project.namespace, '--output', 'wide')
    expect(where).toMatch(new RegExp(spare))
  } finally {
    await project.remove()
  }
})
