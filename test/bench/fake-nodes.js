import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { kubectl } from './behaving.js'
import { root } from './paths.js'

export const mark = 'k8sdeploy.dev/bench'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig } = process.env
const nodes = Array.from({ length: 6 }, (_, index) => `bench-fake-${index}`)
const beatMs = 8000

/** Nodes whose kubelets kwok plays, for as long as `work` takes. Nobody else's pods tolerate their taint. */
export async function withFakeNodes(work) {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-kwok-'))
  const file = join(folder, 'nodes.json')
  write(file, nodes.map(fakeNode))
  const kwok = spawn('kwok', kwokOptions(), {
    stdio: 'ignore',
    env: { ...process.env, KUBE_FEATURE_WatchListClient: 'false' },
  })
  const done = new AbortController()
  try {
    await once(kwok, 'spawn')
    await kubectl('apply', '--filename', file)
    const beating = beat(join(folder, 'leases.json'), done.signal)
    const result = await work()
    done.abort()
    await beating
    return result
  } finally {
    done.abort()
    await kubectl('delete', '--filename', file, '--ignore-not-found')
    kwok.kill()
    rmSync(folder, { recursive: true })
  }
}

/** A node that renews no lease is held to be dead, and its pods to be not ready; kwok forgets to while it is busy. */
async function beat(file, signal) {
  while (!signal.aborted) {
    write(file, nodes.map(lease))
    await kubectl('apply', '--filename', file)
    await sleep(beatMs, undefined, { signal }).catch(() => undefined)
  }
  await kubectl('delete', '--filename', file, '--ignore-not-found')
}

function kwokOptions() {
  const select = `--manage-nodes-with-annotation-selector=${mark}=fake`
  const stages = stageFiles().flatMap((path) => ['--config', path])
  return ['--kubeconfig', kubeconfig, select, '--cidr', '10.99.0.1/16', ...stages]
}

/** How a pod lives and ends at once, as the kwok project has written it down. */
function stageFiles() {
  const module = join(root, 'test', 'cluster', 'modules', 'kwok')
  const words = ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok']
  const folder = execFileSync('go', words, { cwd: module, encoding: 'utf8' }).trim()
  const names = ['node/fast/node-initialize.yaml', 'pod/fast/pod-ready.yaml', 'pod/fast/pod-delete.yaml']
  return names.map((name) => join(folder, 'kustomize', 'stage', name))
}

const write = (file, items) => writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))

const fakeNode = (name) => {
  const room = { cpu: '1000', memory: '4Ti', pods: '2000' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, annotations: { [mark]: 'fake' }, labels: { [mark]: 'fake' } },
    spec: { taints: [{ key: mark, value: 'fake', effect: 'NoSchedule' }] },
    status: { allocatable: room, capacity: room, phase: 'Running' },
  }
}

const lease = (name) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name, namespace: 'kube-node-lease' },
  spec: {
    holderIdentity: name,
    leaseDurationSeconds: 40,
    renewTime: new Date().toISOString().replace('Z', '000Z'),
  },
})
