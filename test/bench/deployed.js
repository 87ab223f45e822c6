import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findHelm } from '../../.ci/helm.js'
import { freeNodePort } from '../../examples/free-node-port.js'
import { cli, node, root } from './paths.js'

const {
  K8SDEPLOY_TEST_KUBECONFIG: kubeconfig,
  K8SDEPLOY_TEST_DATABASE_URL: databaseUrl,
  K8SDEPLOY_TEST_REGISTRY: registry,
} = process.env
const isReal = Boolean(kubeconfig && databaseUrl)
const helm = findHelm() ?? 'helm'
const name = `bench-${process.pid}`

/** Deploys the todo example, on the cluster that K8SDEPLOY_TEST_KUBECONFIG names or else on the sandbox, for as long as `work` takes. */
export async function withTodo(work) {
  const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-bench-'))
  const todo = describe(home)
  try {
    await deploy(todo)
    await work(todo)
  } finally {
    await remove(todo)
    rmSync(home, { recursive: true, force: true })
  }
}

function describe(home) {
  const project = join(home, 'todo')
  const env = { ...process.env, K8SDEPLOY_HELM: helm, K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox') }
  if (isReal) Object.assign(env, { KUBECONFIG: kubeconfig, DATABASE_URL: databaseUrl })
  const options = { cwd: project, env }
  return {
    cluster: isReal ? 'real cluster' : 'sandbox',
    name,
    helm,
    chart: join(project, 'chart'),
    kubeconfig: isReal ? kubeconfig : join(home, 'sandbox', 'kubeconfig'),
    options,
    k8sdeploy: (words) => [node, [cli, ...words, ...(isReal ? [] : ['--sandbox'])], options],
  }
}

async function deploy({ options, k8sdeploy }) {
  const backend = join(options.cwd, 'backend')
  cpSync(join(root, 'examples', 'todo'), options.cwd, { recursive: true })
  run(['npm', ['ci', '--omit=dev', '--prefer-offline'], { cwd: backend }])
  const port = ['--frontend-node-port', String(await freeNodePort())]
  const delivery = isReal && registry ? ['--delivery', 'registry', '--registry', `${registry}/${name}`] : []
  const init = ['init', '--yes', '--name', name, '--namespace', name, ...port, ...delivery]
  run([node, [cli, ...init], options])
  run(k8sdeploy(isReal ? ['up'] : ['up', '--demo-database']))
}

/** As far as there is something to remove: a deploy that failed half-way leaves less. */
async function remove({ options, k8sdeploy }) {
  const steps = [k8sdeploy(['down', '--yes'])]
  if (!isReal) steps.push([node, [cli, 'sandbox', 'down'], options])
  for (const step of steps) {
    try {
      run(step)
    } catch (error) {
      process.stderr.write(`${error.stderr ?? error.message}\n`)
    }
  }
}

const run = ([file, args, options]) =>
  execFileSync(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
