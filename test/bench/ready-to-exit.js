import { kubectl, withBehaving } from './behaving.js'
import { median } from './median.js'
import { withObserver } from './observer.js'
import { helms, helmWait, run } from './tools.js'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig } = process.env
const mostRounds = 5

/**
 * From the API event that ends the wait to the end of the program that waits. Ours is asked for `--until available`,
 * which is what the others wait for: no soak, no rules. Only `kubectl rollout status` also waits until the old pods
 * are no longer counted, and is timed from there.
 */
export function readyToExit({ rounds }) {
  return withBehaving({}, (project) =>
    withObserver(async (observer) => {
      const first = await run(project.k8sdeploy(['up', '--until', 'complete']))
      if (first.code !== 0) throw new Error(first.stderr)
      const tools = waiters(project)
      const delays = tools.map(() => [])
      for (let round = 0; round < Math.min(rounds, mostRounds); round++) {
        for (const [index, tool] of tools.entries())
          delays[index].push(await delayOf(tool, `${index}-${round}`, project, observer))
      }
      return tools.map(({ name }, index) => ({
        name: `ready → exit, ${name}`,
        value: median(delays[index]),
        unit: 'ms',
        ...(index > 0 && { against: tools[0].name, base: median(delays[0]) }),
      }))
    }),
  )
}

const isAvailable = ({ spec, status }) =>
  status.updatedReplicas >= spec.replicas && status.availableReplicas >= spec.replicas
const isAlone = (deployment) =>
  isAvailable(deployment) && deployment.status.replicas === deployment.status.updatedReplicas

/** Ours first. Each makes the backend's pods anew, and waits. */
function waiters(project) {
  const { name, options } = project
  const change = (mark) => ['--reuse-values', '--set-string', `backend.podAnnotations.mark=${mark}`]
  const withHelm = ([tool, helm]) => ({
    name: tool,
    isDone: isAvailable,
    command: (mark) => helmWait(helm, project, 120, change(mark)),
  })
  const target = `deployment/${name}-backend`
  const place = ['--kubeconfig', kubeconfig, '--namespace', name]
  return [
    {
      name: 'k8sdeploy up --until available',
      isDone: isAvailable,
      prepare: (mark) =>
        project.configure(({ backend }) => {
          backend.env.MARK = mark
        }),
      command: () => project.k8sdeploy(['up', '--until', 'available']),
    },
    ...Object.entries(helms).map(withHelm),
    {
      name: 'kubectl rollout status',
      isDone: isAlone,
      prepare: (mark) => run(['helm', ['upgrade', name, project.chart, ...place, ...change(mark)], options]),
      command: () => ['kubectl', ['rollout', 'status', target, ...place], options],
    },
  ]
}

async function delayOf({ prepare, command, isDone }, mark, { name }, { watch }) {
  const place = ['--namespace', name, 'deployment', `${name}-backend`]
  const former = JSON.parse(await kubectl('get', ...place, '--output', 'json')).metadata.generation
  let doneAt
  let tell
  const done = new Promise((resolve) => {
    tell = resolve
  })
  const stop = await watch(`/apis/apps/v1/namespaces/${name}/deployments`, (deployment) => {
    const { metadata, status } = deployment
    if (metadata.name !== `${name}-backend` || metadata.generation === former) return
    if (status.observedGeneration === metadata.generation && isDone(deployment)) {
      doneAt ??= performance.now()
      tell()
    }
  })
  await prepare?.(mark)
  const { code, endedAt, stderr } = await run(command(mark))
  if (code !== 0) throw new Error(`code ${code}\n${stderr}`)
  // whoever waits may hear of it a moment before the observer
  await done
  stop()
  return endedAt - doneAt
}
