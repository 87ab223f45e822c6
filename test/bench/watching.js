import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireRealCluster, withBehaving } from './behaving.js'
import { mark, withFakeNodes } from './fake-nodes.js'

const preload = join(import.meta.dirname, 'note-usage.js')

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

function ontoFakeNodes(values) {
  for (const component of [values.frontend, values.backend]) {
    component.nodeSelector = { [mark]: 'fake' }
    component.tolerations = [{ key: mark, operator: 'Exists', effect: 'NoSchedule' }]
  }
}
