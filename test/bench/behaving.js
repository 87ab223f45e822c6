import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { dump, load } from 'js-yaml'
import { cli, node, root } from './paths.js'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig, K8SDEPLOY_TEST_IMAGE: image } = process.env
const made = new Set(['node_modules', '.k8sdeploy', 'k8sdeploy.yaml', 'chart', '.env'])
let count = 0

export function requireRealCluster() {
  if (!kubeconfig || !image) throw new Error('needs the cluster of test/cluster/up')
}

// Never the synchronous one: what runs beside it is being timed.
const execute = promisify(execFile)

export const kubectl = async (...args) =>
  (await execute('kubectl', ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 2 ** 28 })).stdout

/**
 * A project on the real cluster for as long as `work` takes, whose two programs are images/behave: they do as their
 * environment says. `configure` changes its k8sdeploy.yaml, `values` those of its chart.
 */
export async function withBehaving({ configure, values, leavesNothing = false }, work) {
  requireRealCluster()
  const name = `bench-${process.pid}-${++count}`
  const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-bench-'))
  const filter = (path) => !made.has(basename(path))
  cpSync(join(root, 'examples', 'todo'), home, { recursive: true, filter })
  const options = { cwd: home, env: { ...process.env, KUBECONFIG: kubeconfig } }
  const port = ['--frontend-node-port', String(randomInt(31_000, 32_700))]
  const size = ['--frontend-cpu-request', '10m', '--backend-cpu-request', '10m']
  const init = ['init', '--yes', '--quiet', '--name', name, '--namespace', name, ...port, ...size]
  const project = {
    name,
    options,
    k8sdeploy: (words) => [node, [cli, ...words], options],
    configure: (change) => edit(join(home, 'k8sdeploy.yaml'), change),
    chart: join(home, 'chart'),
  }
  try {
    await execute(node, [cli, ...init], options)
    project.configure(toBehave)
    if (configure) project.configure(configure)
    if (values) edit(join(project.chart, 'values.yaml'), values)
    await kubectl('create', 'namespace', name)
    return await work(project)
  } finally {
    await kubectl('delete', 'namespace', name, '--ignore-not-found', `--wait=${leavesNothing}`)
    rmSync(home, { recursive: true, force: true })
  }
}

function edit(path, change) {
  const document = load(readFileSync(path, 'utf8'))
  change(document)
  writeFileSync(path, dump(document))
}

function toBehave(config) {
  config.images = { ...config.images, delivery: 'none' }
  config.database = null
  config.secrets = {}
  for (const component of [config.frontend, config.backend]) {
    component.image = image
    component.replicas = 1
    component.secrets = []
    delete component.migrate
    component.env = { PORT: String(component.port) }
    component.terminationGracePeriodSeconds = 1
    component.probes = { ...component.probes, readiness: { path: '/', periodSeconds: 1 } }
  }
}
