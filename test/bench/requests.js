import { withBehaving } from './behaving.js'
import { withCountingProxy } from './counting-proxy.js'
import { median } from './median.js'
import { helms, run } from './tools.js'

const mostRounds = 3

/** Requests to the API server for one healthy rollout of two components with a pod each, from the command to its end. */
export function requests({ rounds }) {
  return withBehaving({}, (project) =>
    withCountingProxy(async ({ kubeconfig, takeCount }) => {
      const tools = waysToRollOut(project, kubeconfig)
      const counts = new Map()
      for (let round = 0; round < Math.min(rounds, mostRounds); round++) {
        for (const [index, { name, commands }] of tools.entries()) {
          takeCount()
          for (const command of commands(`${index}-${round}`)) await succeed(command)
          note(counts, name, takeCount())
        }
      }
      return rowsOf(counts)
    }),
  )
}

async function succeed(command) {
  const { code, stderr } = await run(command)
  if (code !== 0) throw new Error(`code ${code}\n${stderr}`)
}

/** helm's part of an `up` is its own. */
function note(counts, name, agents) {
  const isOurs = (agent) => agent === 'k8sdeploy'
  const add = (key, count) => counts.set(key, [...(counts.get(key) ?? []), count])
  if (!name.startsWith('k8sdeploy')) return add(name, agents.length)
  add(name, agents.filter(isOurs).length)
  add(`helm within ${name}`, agents.filter((agent) => !isOurs(agent)).length)
}

function rowsOf(counts) {
  const ours = counts.keys().next().value
  return [...counts].map(([name, each]) => ({
    name: `requests per rollout, ${name}`,
    value: median(each),
    unit: '',
    ...(name !== ours && { against: ours, base: median(counts.get(ours)) }),
  }))
}

function waysToRollOut({ name, chart, options: { cwd, env }, k8sdeploy, configure }, kubeconfig) {
  const options = { cwd, env: { ...env, KUBECONFIG: kubeconfig } }
  const place = ['--kubeconfig', kubeconfig, '--namespace', name]
  const change = (mark) =>
    ['frontend', 'backend'].flatMap((role) => ['--set-string', `${role}.podAnnotations.mark=${mark}`])
  const upgrade = (helm, mark, ...flags) => [
    helm,
    ['upgrade', '--install', name, chart, ...place, '--reuse-values', ...change(mark), ...flags],
    options,
  ]
  const up = (words) => (mark) => {
    configure((config) => {
      for (const { env: variables } of [config.frontend, config.backend]) variables.MARK = mark
    })
    const [file, args] = k8sdeploy(['up', ...words])
    return [[file, args, options]]
  }
  const statusOf = (role) => [
    'kubectl',
    ['rollout', 'status', `deployment/${name}-${role}`, ...place],
    options,
  ]
  return [
    { name: 'k8sdeploy up', commands: up([]) },
    { name: 'k8sdeploy up --until available', commands: up(['--until', 'available']) },
    ...Object.entries(helms).map(([tool, helm]) => ({
      name: tool,
      commands: (mark) => [upgrade(helm, mark, '--wait', '--timeout', '120s')],
    })),
    {
      name: 'helm, then kubectl rollout status',
      commands: (mark) => [upgrade('helm', mark), statusOf('frontend'), statusOf('backend')],
    },
  ]
}
