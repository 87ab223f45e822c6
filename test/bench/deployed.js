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

/** The todo example, deployed once: on the cluster that K8SDEPLOY_TEST_KUBECONFIG names, else on the sandbox. */
export async function deployTodo() {
  const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-bench-'))
  const project = join(home, 'todo')
  const helm = findHelm() ?? 'helm'
  const isReal = Boolean(kubeconfig && databaseUrl)
  const env = { ...process.env, K8SDEPLOY_HELM: helm, K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox') }
  if (isReal) Object.assign(env, { KUBECONFIG: kubeconfig, DATABASE_URL: databaseUrl })
  const where = isReal ? [] : ['--sandbox']
  const options = { cwd: project, env }
  const run = (words) =>
    execFileSync(node, [cli, ...words], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })

  cpSync(join(root, 'examples', 'todo'), project, { recursive: true })
  execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline'], {
    cwd: join(project, 'backend'),
    stdio: 'ignore',
  })
  const name = `bench-${process.pid}`
  const delivery = isReal && registry ? ['--delivery', 'registry', '--registry', `${registry}/${name}`] : []
  run([
    'init',
    '--yes',
    '--name',
    name,
    '--namespace',
    name,
    '--frontend-node-port',
    String(await freeNodePort()),
    ...delivery,
  ])
  run(['up', ...where, ...(isReal ? [] : ['--demo-database'])])
  return {
    cluster: isReal ? 'real cluster' : 'sandbox',
    name,
    helm,
    kubeconfig: isReal ? kubeconfig : join(home, 'sandbox', 'kubeconfig'),
    options,
    k8sdeploy: (words) => [node, [cli, ...words, ...where], options],
    chart: join(project, 'chart'),
    remove() {
      run(['down', '--yes', ...where])
      if (!isReal) run(['sandbox', 'down'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}
