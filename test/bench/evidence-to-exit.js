import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withBehaving } from './behaving.js'
import { withObserver } from './observer.js'
import { helms, helmWait, run } from './tools.js'

const { K8SDEPLOY_TEST_IMAGE: image = '' } = process.env
const helmSeconds = 60
const permanentMs = 15_000

const statuses = (pod) => pod.status?.containerStatuses ?? []
const waitsFor = (reason) => (pod) =>
  statuses(pod).some(({ state }) => reason.test(state?.waiting?.reason ?? ''))
const endedTwice = (pod) =>
  statuses(pod).some(
    ({ restartCount, state }) =>
      restartCount >= 1 && (state.terminated || state.waiting?.reason === 'CrashLoopBackOff'),
  )

/**
 * Faults, and from when on one who watches could know: at first sight, the second time, or (a pull that the registry
 * refuses) after 15 s.
 */
const faults = [
  {
    name: 'image-not-found',
    tag: 'no-such-tag',
    isEvident: waitsFor(/^(ErrImagePull|ImagePullBackOff)$/),
    afterMs: permanentMs,
  },
  { name: 'config-missing', missing: 'nowhere', isEvident: waitsFor(/^CreateContainerConfigError$/) },
  { name: 'crash-loop', env: { CRASHES: '99' }, isEvident: endedTwice },
  { name: 'exits', env: { EXIT_AFTER: '1s', EXIT_CODE: '0' }, isEvident: endedTwice },
  { name: 'out-of-memory', env: { HOARD: 'yes' }, isEvident: endedTwice },
]

const tools = [
  { name: 'k8sdeploy up', command: (project) => project.k8sdeploy(['up', '--timeout', '120', '-o', 'json']) },
  ...Object.entries(helms).map(([name, helm]) => ({
    name,
    command: (project, fault) => helmWait(helm, project, helmSeconds, helmValues(fault)),
  })),
]

/** How long each goes on once the evidence is there. The faults run side by side: what they do is mostly waiting. */
export function evidenceToExit() {
  return withObserver(async (observer) => {
    const rows = []
    for (const tool of tools) {
      const delays = await Promise.all(faults.map((fault) => delayOf(fault, tool, observer)))
      rows.push(...faults.map((fault, index) => ({ fault: fault.name, tool: tool.name, ...delays[index] })))
    }
    return rows.map((row) => asResult(row, rows))
  })
}

/** `told`: whether what it printed names the cause. */
function asResult({ fault, tool, seconds, told, isDeceived }, rows) {
  const ours = rows.find((row) => row.fault === fault)
  const name = `evidence → exit, ${fault}, ${tool}${told ? '' : ' (cause not named)'}`
  if (isDeceived) return { name, skipped: 'called it a success' }
  const against = tool === ours.tool ? {} : { against: ours.tool, base: ours.seconds }
  return { name, value: seconds, unit: 's', ...against }
}

function delayOf(fault, { command }, { watch }) {
  const configure = ({ backend }) => {
    Object.assign(backend.env, fault.env)
    if (fault.tag) backend.image = image.replace(/:[^:]+$/, `:${fault.tag}`)
  }
  return withBehaving({ configure }, async (project) => {
    if (fault.missing) nameMissingSecret(project.chart, fault.missing)
    let evidentAt
    const stop = await watch(`/api/v1/namespaces/${project.name}/pods`, (pod) => {
      if (fault.isEvident(pod)) evidentAt ??= performance.now() + (fault.afterMs ?? 0)
    })
    const { code, endedAt, stdout, stderr } = await run(command(project, fault))
    stop()
    if (code === 0) return { isDeceived: true }
    if (evidentAt === undefined) throw new Error(`${fault.name} never showed: ${stderr}`)
    return { seconds: (endedAt - evidentAt) / 1000, told: stdout.includes(`"class": "${fault.name}"`) }
  })
}

function nameMissingSecret(chart, name) {
  const path = join(chart, 'templates', 'deployment.yaml')
  const reference = `          envFrom:\n            - secretRef: {name: ${name}}\n`
  writeFileSync(path, readFileSync(path, 'utf8').replace('          envFrom:\n', reference))
}

/** What k8sdeploy hands to helm, in helm's words. */
function helmValues({ tag, env = {} }) {
  const [repository, usual] = image.split(/:(?=[^:]+$)/)
  const of = (component, itsTag) => [
    ...['--set-string', `${component}.image.repository=${repository},${component}.image.tag=${itsTag}`],
    ...['--set', `${component}.replicas=1,${component}.probes.readiness.path=/`],
    ...['--set', `${component}.probes.readiness.periodSeconds=1,${component}.resources.requests.cpu=10m`],
    ...['--set-json', `${component}.secrets=[]`],
  ]
  const variables = Object.entries(env).flatMap(([key, value]) => [
    '--set-string',
    `backend.env.${key}=${value}`,
  ])
  return [...of('frontend', usual), ...of('backend', tag ?? usual), ...variables]
}
