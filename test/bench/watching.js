import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kubectl, requireRealCluster, withBehaving } from './behaving.js'
import { root } from './paths.js'

const preload = join(import.meta.dirname, 'note-usage.js')
const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig } = process.env
const mark = 'k8sdeploy.dev/bench'
const nodes = Array.from({ length: 6 }, (_, index) => `bench-fake-${index}`)

/** Memory and processor that `up` takes while it watches many pods: kwok plays their kubelets, the rest is real. */
export async function watching({ pods = [50, 5000] }) {
  requireRealCluster()
  return withFakeNodes(async () => {
    const rows = []
    for (const count of pods) rows.push(...(await watch(count)))
    return rows
  })
}

async function watch(count) {
  const replicas = count / 2
  const configure = ({ frontend, backend }) => {
    frontend.replicas = replicas
    backend.replicas = replicas
  }
  const usage = await withBehaving({ configure, values: ontoFakeNodes, leavesNothing: true }, measure)
  const { maxRSS, cpu, seconds } = usage
  return [
    { name: `peak memory of up, ${count} pods`, value: maxRSS / 1024, unit: 'MiB' },
    {
      name: `processor time of up, ${count} pods`,
      value: cpu,
      unit: 's',
      against: 'the whole run',
      base: seconds,
    },
  ]
}

async function measure({ k8sdeploy, options }) {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-watching-'))
  const file = join(folder, 'usage.json')
  const [node, args] = k8sdeploy(['up', '--until', 'complete', '--timeout', '1500', '-o', 'json'])
  const env = { ...options.env, BENCH_USAGE_FILE: file }
  const began = performance.now()
  const child = spawn(node, ['--import', preload, ...args], {
    ...options,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stdout.on('data', () => undefined)
  child.stderr.on('data', (text) => {
    told = (told + text).slice(-2000)
  })
  try {
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`up ended with code ${code}: ${told}`)
    return { ...JSON.parse(readFileSync(file, 'utf8')), seconds: (performance.now() - began) / 1000 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A node that renews no lease is held to be dead after a while, and its pods to be not ready. */
const leased = ['--node-lease-duration-seconds', '40']

/** Nobody else's pods tolerate the taint. */
async function withFakeNodes(work) {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-kwok-'))
  const file = join(folder, 'nodes.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: nodes.map(fakeNode) }))
  const select = `--manage-nodes-with-annotation-selector=${mark}=fake`
  const stages = writeStages(folder).flatMap((path) => ['--config', path])
  const options = ['--kubeconfig', kubeconfig, select, '--cidr', '10.99.0.1/16', ...leased, ...stages]
  const kwok = spawn('kwok', options, {
    stdio: 'ignore',
    env: { ...process.env, KUBE_FEATURE_WatchListClient: 'false' },
  })
  try {
    await once(kwok, 'spawn')
    await kubectl('apply', '--filename', file)
    return await work()
  } finally {
    await kubectl('delete', '--filename', file, '--ignore-not-found')
    kwok.kill()
    rmSync(folder, { recursive: true })
  }
}

/** How a pod lives and ends at once, as the kwok project has written it down; and that it is ready again once its node is. */
function writeStages(folder) {
  const module = join(root, 'test', 'cluster', 'modules', 'kwok')
  const words = ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok']
  const source = execFileSync('go', words, { cwd: module, encoding: 'utf8' }).trim()
  const stage = (name) => join(source, 'kustomize', 'stage', name)
  const ready = readFileSync(stage('pod/fast/pod-ready.yaml'), 'utf8')
  const again = join(folder, 'pod-ready-again.yaml')
  writeFileSync(
    again,
    ready.replace('name: pod-ready', 'name: pod-ready-again').replace("'Pending'", "'Running'"),
  )
  const names = ['node/fast/node-initialize.yaml', 'pod/fast/pod-ready.yaml', 'pod/fast/pod-delete.yaml']
  return [...names.map(stage), again]
}

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

function ontoFakeNodes(values) {
  for (const component of [values.frontend, values.backend]) {
    component.nodeSelector = { [mark]: 'fake' }
    component.tolerations = [{ key: mark, operator: 'Exists', effect: 'NoSchedule' }]
  }
}
