import { askDatabase, cannotAsk } from '../chart/ask-database.ts'
import { askedVariable } from '../chart/asked-variable.ts'
import { migrationJob } from '../chart/migration-job.ts'
import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import { DeployError } from '../errors.ts'
import type { Cluster } from '../ports.ts'
import type { VerdictClass } from '../report.ts'
import type { KubeObject } from '../rollout/kube.ts'
import type { ChangePlan } from './plan-change.ts'
import type { Prepared } from './prepare-release.ts'
import { stagedName } from './staged-secret.ts'
import type { PhaseResult } from './story-teller.ts'
import type { UpRun } from './up-run.ts'
import { type WatchedJob, watchJob } from './watch-job.ts'

const pollMs = 250
/** As long as an image may take to arrive; whether it does is for the rollout to judge. */
const patienceMs = 60_000
/** An image that does not come is a verdict that must not wait for this. */
const stuckMs = 5000

export const askName = (release: string): string => `${release}-backend-ask`

type Place = { cluster: Cluster; namespace: string; name: string; signal: AbortSignal }
type Asked = { lines: string[] } | { unasked: string }

/** Whether pods reach the database as this machine does: another network, with the very Secret, in the backend's image. */
export async function checkInside(run: UpRun, prepared: Prepared, plan: ChangePlan): Promise<void> {
  const { story } = run
  await story.phase('inside', () => ask(run, prepared, plan))
}

export function isAskingInside(run: UpRun, { secret, secrets }: Prepared, plan: ChangePlan): boolean {
  const { config, flags, cluster } = run
  const isKnown = secret.state === 'unchanged' || plan.isNoop
  // migrations ask the database from inside themselves
  if (!config.database || isKnown || config.backend.migrate?.length) return false
  if (flags.skip?.includes('database') || cluster.context.provider === 'sandbox') return false
  return /^\s*postgres/.test(secrets.values[config.database.secret] ?? '')
}

async function ask(run: UpRun, { secret }: Prepared, plan: ChangePlan): Promise<PhaseResult<void>> {
  const { config, namespace, cluster, world } = run
  const name = askName(config.name)
  const job = migrationJob(readManifests(plan.rendered), {
    release: config.name,
    namespace,
    name,
    command: askDatabase,
    secret: { name: stagedName(config.name), insteadOf: secret.name },
    adds: { variable: askedVariable, key: config.database!.secret },
  })
  if (!job) return { value: undefined, summary: 'the chart renders no backend', status: 'skipped' }
  const place = { cluster, namespace, name, signal: world.signal }
  await removeAsking(run)
  try {
    const asked = await askIn(place, run, job)
    return 'unasked' in asked ? unasked(asked.unasked) : judge(asked.lines.map(readStep))
  } finally {
    // also after Ctrl-C
    await removeAsking(run)
  }
}

const refOf = ({ namespace, name }: Pick<Place, 'namespace' | 'name'>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  namespace,
  name,
})

/** What a killed run has left. */
export const removeAsking = ({
  cluster,
  config,
  namespace,
}: Pick<UpRun, 'cluster' | 'config' | 'namespace'>) =>
  cluster.remove(refOf({ namespace, name: askName(config.name) }), { propagation: 'Background' })

async function askIn(place: Place, run: UpRun, job: Manifest): Promise<Asked> {
  const component = { role: 'backend' as const, deployment: place.name, service: '' }
  const make = () => place.cluster.apply(job as KubeObject, { signal: place.signal, force: true })
  const watched = await watchJob(run, { component, title: 'it', make })
  try {
    return await awaitAnswer(place, run, watched)
  } finally {
    watched.stop()
  }
}

async function awaitAnswer(
  place: Place,
  { world: { clock, signal } }: UpRun,
  watched: WatchedJob,
): Promise<Asked> {
  const began = clock.monotonic()
  let stuckSince: number | undefined
  while (clock.monotonic() - began < patienceMs) {
    const sight = await watched.look()
    const cannot = sight.state === 'failed' && whyNotAsked(sight.exitCode)
    if (cannot) return { unasked: cannot }
    if (sight.state === 'succeeded' || sight.state === 'failed') return fetchLines(place, sight.pod)
    const trouble = sight.state === 'waiting' ? sight.trouble : undefined
    stuckSince = trouble ? (stuckSince ?? clock.monotonic()) : undefined
    const isStuck =
      trouble?.isDefinitive || clock.monotonic() - (stuckSince ?? Number.POSITIVE_INFINITY) >= stuckMs
    if (trouble && isStuck) return { unasked: trouble.message }
    await clock.sleep(pollMs, signal)
  }
  return { unasked: 'no pod ran within 60 s' }
}

/** 128 is the container runtime's, which cannot start what is not there. */
export function whyNotAsked(exitCode: number | undefined): string | undefined {
  if (exitCode === cannotAsk) return 'the backend’s image holds neither node nor python'
  return exitCode === 127 || exitCode === 128 ? 'the backend’s image holds no shell' : undefined
}

async function fetchLines({ cluster, namespace, signal }: Place, pod?: string): Promise<Asked> {
  const lines = pod ? await cluster.logs({ namespace, pod, container: 'migrate', signal }) : []
  const steps = lines.filter((line) => /^step \w+ (ok|failed) /.test(line))
  return steps.length > 0 ? { lines: steps } : { unasked: lines.at(-1) ?? 'its pod said nothing' }
}

const unasked = (why: string): PhaseResult<void> => ({
  value: undefined,
  summary: `not asked from inside the cluster: ${why}`,
  status: 'skipped',
})

/** The steps that a pod has taken, the last of them perhaps in vain. */
export function judge(steps: Step[]): PhaseResult<void> {
  const failed = steps.find(({ ok }) => !ok)
  const passed = steps.filter(({ ok }) => ok).map(({ step }) => step)
  if (!failed) return { value: undefined, summary: `from a pod: ${passed.join(', ')}` }
  throw new DeployError('DATABASE_UNREACHABLE', `pods do not reach the database: ${failed.step} failed`, {
    evidence: [
      `in a pod with the backend’s image, ${failed.step}: ${failed.detail}`,
      ...(passed.length > 0 ? [`before that ${passed.join(', ')} went well there`] : []),
      'this machine reaches it with the same URL',
    ],
    hint: hintFor(failed, steps),
    state: 'nothing of the release has changed',
    blame: {
      class: classes[failed.step] ?? 'database-login',
      object: { kind: 'Database', name: 'database' },
      field: failed.step,
      whyNotTransient: 'this machine reaches it at the same time, with the same URL',
      confirmedBy: failed.detail,
    },
    next: ['k8sdeploy up', 'k8sdeploy up --skip database'],
  })
}

const classes: Record<string, VerdictClass> = {
  dns: 'database-host',
  tcp: 'database-refused',
  tls: 'database-tls',
}

export type Step = { step: string; ok: boolean; detail: string }

export function readStep(line: string): Step {
  const [, step = '', state, ...detail] = line.split(' ')
  return { step, ok: state === 'ok', detail: detail.join(' ') }
}

const hints: Record<string, string> = {
  dns: 'the cluster’s DNS does not know this host: a name of /etc/hosts or of a VPN is known to this machine only',
  tcp: 'pods leave by another address than this machine: an IP allow list, a NetworkPolicy or a firewall stands between',
  tls: 'something between the cluster and the server changes the connection: a proxy, or a firewall that inspects TLS',
}
const hintFor = ({ step, detail }: Step, [dns]: Step[]) => {
  if (/^53300\b/.test(detail))
    return 'the server has no connection left: close some, lower the pools, or use the pooled host'
  if (step === 'tcp' && /^(127\.|::1$)/.test(dns?.detail ?? ''))
    return 'inside a pod this address is the pod itself: name the database by an address that the cluster knows'
  return (
    hints[step] ?? 'the server lets this machine in, but not the cluster’s address: look at its allow list'
  )
}
