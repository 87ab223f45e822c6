import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withBehaving } from './behaving.js'
import { withObserver } from './observer.js'
import { helms, helmWait, run } from './tools.js'

const { K8SDEPLOY_TEST_IMAGE: image = '' } = process.env
const helmSeconds = 60
const permanentMs = 15_000
/** Only then is it clear that no probe has ended it. */
const killEventMs = 7_000

const statuses = ({ status }) => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
]
const waitsFor = (reason) => (pod) =>
  statuses(pod).some(({ state }) => reason.test(state?.waiting?.reason ?? ''))
const isOver = ({ state }) =>
  state.terminated || /^(CrashLoopBackOff|RunContainerError)$/.test(state.waiting?.reason ?? '')
const endedAgain = (times) => (pod) =>
  statuses(pod).some(
    (status) => status.restartCount > times || (status.restartCount === times && isOver(status)),
  )
const endedTwice = endedAgain(1)
const endedAfterReady = (pod) =>
  statuses(pod).some(({ restartCount, state }) => restartCount > 0 || state.terminated)
const isUnready = (pod) => statuses(pod).some(({ state, ready }) => state.running && !ready)
const hasCondition = (type, status) => (object) =>
  (object.status?.conditions ?? []).some((one) => one.type === type && one.status === status)

const ofBackend = (line, indent) =>
  [`{{- if eq $component "backend" }}`, line, '{{- end }}'].map((each) => indent + each).join('\n')
const inContainer = (line) => (text) =>
  text.replace(/^ {10}imagePullPolicy:.*$/m, (found) => `${found}\n${ofBackend(line, ' '.repeat(10))}`)
const inPod = (line) => (text) =>
  text.replace(/^ {6}containers:$/m, (found) => `${ofBackend(line, ' '.repeat(6))}\n${found}`)
const missingSecret = (text) =>
  text.replace('          envFrom:\n', '          envFrom:\n            - secretRef: {name: nowhere}\n')
const neverPulled = (text) =>
  text.replace(
    /^( {10}imagePullPolicy: ).*$/m,
    '$1{{ if eq $component "backend" }}Never{{ else }}Always{{ end }}',
  )
const nobody = (text) =>
  text.replace(
    /^( {6}serviceAccountName: )(.*)$/m,
    '$1{{ if eq $component "backend" }}nobody{{ else }}$2{{ end }}',
  )
const safe = [
  'allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 10001',
  'capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}',
].join(', ')
const room = '{requests: {cpu: 5m, memory: 8Mi}, limits: {cpu: 100m, memory: 64Mi}}'
const failing =
  'env: [{name: EXIT_AFTER, value: 1s}, {name: EXIT_CODE, value: "3"}, {name: SAY, value: "KeyError: MODE must be set"}]'
const failingFirst = `initContainers: [{name: first, image: "${image}", ${failing}, securityContext: {${safe}}, resources: ${room}}]`

/**
 * Faults, and from when on one who watches could know: at first sight, the second time with the same words, after three
 * restarts without, or so long after first sight as it may still come right.
 */
const faults = [
  {
    name: 'image-not-found',
    tag: 'no-such-tag',
    isEvident: waitsFor(/^(ErrImagePull|ImagePullBackOff)$/),
    afterMs: permanentMs,
  },
  {
    name: 'image-never-pull',
    tag: 'no-such-tag',
    chart: neverPulled,
    isEvident: waitsFor(/^ErrImageNeverPull$/),
  },
  {
    name: 'config-missing',
    chart: missingSecret,
    isEvident: waitsFor(/^CreateContainerConfigError$/),
    afterMs: 8_000,
  },
  { name: 'cannot-start', chart: inContainer('command: [/no-such-program]'), isEvident: endedTwice },
  { name: 'crash-loop', env: { CRASHES: '99', SAY: 'KeyError: MODE must be set' }, isEvident: endedTwice },
  { name: 'crash-loop', words: 'without words', env: { CRASHES: '99' }, isEvident: endedAgain(3) },
  {
    name: 'exits',
    env: { EXIT_AFTER: '1s', EXIT_CODE: '0' },
    isEvident: endedTwice,
    afterMs: killEventMs,
  },
  { name: 'out-of-memory', env: { HOARD: 'yes' }, isEvident: endedTwice },
  { name: 'init-failed', chart: inPod(failingFirst), isEvident: endedTwice },
  { name: 'never-ready', env: { ANSWER: '500' }, isEvident: isUnready, afterMs: 45_000 },
  {
    name: 'unschedulable',
    chart: inPod('nodeSelector: {nowhere: "yes"}'),
    isEvident: hasCondition('PodScheduled', 'False'),
    afterMs: 45_000,
  },
  {
    name: 'service-account',
    chart: nobody,
    watched: 'apis/apps/v1 replicasets',
    isEvident: hasCondition('ReplicaFailure', 'True'),
    afterMs: 10_000,
  },
  { name: 'dies-after-ready', env: { EXIT_AFTER: '4s', EXIT_CODE: '3' }, isEvident: endedAfterReady },
]

const tools = [
  {
    name: 'k8sdeploy up',
    atOnce: 4,
    command: (project) => project.k8sdeploy(['up', '--timeout', '120', '-o', 'json']),
  },
  ...Object.entries(helms).map(([name, helm]) => ({
    name,
    atOnce: faults.length,
    command: (project, fault) => helmWait(helm, project, helmSeconds, helmValues(fault)),
  })),
]

/** How long each goes on once the evidence is there. A few faults run side by side: what they do is mostly waiting. */
export function evidenceToExit() {
  return withObserver(async (observer) => {
    const rows = []
    for (const tool of tools) {
      for (let first = 0; first < faults.length; first += tool.atOnce)
        rows.push(...(await measureSideBySide(faults.slice(first, first + tool.atOnce), tool, observer)))
    }
    return rows.map((row) => asResult(row, rows))
  })
}

const measureSideBySide = (some, tool, observer) =>
  Promise.all(
    some.map(async (fault) => ({
      fault: [fault.name, fault.words].filter(Boolean).join(' '),
      tool: tool.name,
      ...(await delayOf(fault, tool, observer)),
    })),
  )

/** `told`: whether what it printed names the cause. */
function asResult({ fault, tool, seconds, told, isDeceived, never }, rows) {
  const ours = rows.find((row) => row.fault === fault)
  const name = `evidence → exit, ${fault}, ${tool}${told ? '' : ' (cause not named)'}`
  if (isDeceived) return { name, skipped: 'called it a success' }
  if (never) return { name, skipped: `ended before it showed: ${never}` }
  const against = tool === ours.tool ? {} : { against: ours.tool, base: ours.seconds }
  return { name, value: seconds, unit: 's', ...against }
}

function delayOf(fault, { command }, { watch }) {
  const configure = ({ backend }) => {
    Object.assign(backend.env, fault.env)
    if (fault.tag) backend.image = image.replace(/:[^:]+$/, `:${fault.tag}`)
  }
  return withBehaving({ configure }, async (project) => {
    if (fault.chart) edit(join(project.chart, 'templates', 'deployment.yaml'), fault.chart)
    const [group, plural] = (fault.watched ?? 'api/v1 pods').split(' ')
    let evidentAt
    const stop = await watch(`/${group}/namespaces/${project.name}/${plural}`, (object) => {
      if (fault.isEvident(object)) evidentAt ??= performance.now() + (fault.afterMs ?? 0)
    })
    const { code, endedAt, stdout, stderr } = await run(command(project, fault))
    stop()
    if (code === 0) return { isDeceived: true }
    if (evidentAt === undefined) return { never: stderr.trim().split('\n').at(-1) || `code ${code}` }
    return { seconds: (endedAt - evidentAt) / 1000, told: stdout.includes(`"class": "${fault.name}"`) }
  })
}

function edit(path, change) {
  const text = readFileSync(path, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`${path} is not as it was when this was written`)
  writeFileSync(path, changed)
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
