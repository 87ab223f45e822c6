import { isDeployError } from '../errors.ts'
import type { Clock, Cluster, Files, Secrets } from '../ports.ts'
import type { ErrorReport, Verdict } from '../report.ts'
import type { WatchedKinds } from '../rollout/kube.ts'
import type { RolloutState } from '../rollout/state.ts'

const folder = '.k8sdeploy/failures'
const logLines = 2000
/** More pods of one kind say the same. */
const podsKept = 10

type Needs = {
  cluster: Pick<Cluster, 'list' | 'logs'>
  files: Pick<Files, 'write'>
  secrets: Pick<Secrets, 'mask'>
  clock: Pick<Clock, 'now'>
  signal?: AbortSignal
}

type Failure = {
  release: string
  namespace: string
  verdict?: Verdict
  error?: ErrorReport
  /** Holds the logs of pods that are gone by now. */
  state?: Pick<RolloutState, 'memory' | 'startedAt' | 'transitions' | 'warnings'>
}

type Pod = WatchedKinds['Pod']
type Event = WatchedKinds['Event']
type Kept = { name: string; text: string }

/** Freezes what explains a failure before anything else happens to it; answers the folder, relative to the project. */
export async function keepEvidence(needs: Needs, failure: Failure): Promise<string> {
  const { cluster, files, secrets, clock, signal } = needs
  const [pods, events] = await Promise.all([
    whatMayBeSeen(cluster.list('Pod', failure.namespace, { signal })),
    whatMayBeSeen(cluster.list('Event', failure.namespace, { signal })),
  ])
  const own = pods.filter((pod) => pod.metadata?.labels?.[instance] === failure.release)
  const logs = await keepLogs(own, needs, failure)
  const { verdict, error, state } = failure
  const story = { verdict, error, transitions: state?.transitions, warnings: state?.warnings }
  const kept: Kept[] = [
    { name: 'verdict.json', text: toJson(story) },
    { name: 'pods.json', text: toJson(own) },
    { name: 'events.json', text: toJson(eventsOf(events, failure)) },
    ...logs,
  ]
  const place = `${folder}/${new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')}`
  await files.write(
    kept.map(({ name, text }) => ({
      path: `${place}/${name}`,
      content: secrets.mask(text),
      mode: 0o600,
      folderMode: 0o700,
    })),
  )
  return place
}

const instance = 'app.kubernetes.io/instance'
const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Evidence is as complete as one's rights are. */
async function whatMayBeSeen<T>(wanted: Promise<T[]>): Promise<T[]> {
  return wanted.catch((error: unknown) => {
    if (!isDeployError(error)) throw error
    return []
  })
}

const isAbout = (event: Event, release: string): boolean =>
  event.involvedObject?.name === release || (event.involvedObject?.name ?? '').startsWith(`${release}-`)

/** Of the release's objects, and nothing from before it was touched. */
const eventsOf = (events: Event[], { release, state }: Failure): Event[] =>
  events
    .filter((event) => isAbout(event, release))
    .filter((event) => timeOf(event) >= (state?.startedAt ?? 0) - 1000)
    .sort((a, b) => timeOf(a) - timeOf(b))

/** JSON as received: dates are strings, whatever the types say. */
const timeOf = ({ lastTimestamp, eventTime, metadata }: Event): number =>
  Date.parse(String(lastTimestamp ?? eventTime ?? metadata.creationTimestamp))

async function keepLogs(pods: Pod[], needs: Needs, failure: Failure): Promise<Kept[]> {
  const troubled = pods.filter(isTroubled).slice(0, podsKept)
  const fetched = await Promise.all(troubled.flatMap((pod) => logsOf(pod, needs, failure.namespace)))
  const kept = [...remembered(failure), ...fetched.filter(({ text }) => text !== '')]
  return [...new Map(kept.map((log) => [log.name, log])).values()]
}

const isTroubled = (pod: Pod): boolean =>
  !pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ||
  (pod.status.containerStatuses ?? []).some(({ restartCount }) => restartCount > 0)

const logName = (pod: string, container: string, previous: boolean) =>
  `logs/${pod}-${container}${previous ? '-previous' : ''}.log`

function logsOf(pod: Pod, { cluster, signal }: Needs, namespace: string): Promise<Kept>[] {
  const name = pod.metadata?.name ?? ''
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  return statuses.flatMap((status) =>
    [false, ...(status.restartCount > 0 ? [true] : [])].map(async (previous) => {
      const options = { namespace, pod: name, container: status.name, previous, tailLines: logLines, signal }
      const lines = await whatMayBeSeen(cluster.logs(options))
      return { name: logName(name, status.name, previous), text: lines.map((line) => `${line}\n`).join('') }
    }),
  )
}

/** What the rollout read while the pods were there; the last run is the one that counts. */
function remembered({ state }: Failure): Kept[] {
  return [...(state?.memory.logs ?? [])].flatMap(([key, attempts]) => {
    const [pod = '', container = ''] = key.split('/')
    const last = [...attempts.values()].sort((a, b) => a.attempt - b.attempt).at(-1)
    const text = last?.lines.map((line) => `${line}\n`).join('') ?? ''
    return text === '' ? [] : [{ name: logName(pod, container, false), text }]
  })
}
