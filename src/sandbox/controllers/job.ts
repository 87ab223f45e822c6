import type { Store } from '../store.ts'
import { refusal } from './admit-pod.ts'
import { findCondition, now, withCondition } from './conditions.ts'
import { type Controller, isAbout, keyOf, ownerKeys, splitKey } from './controller.ts'
import type { EventRecorder } from './event-recorder.ts'
import { newPod } from './new-pod.ts'
import type { Condition, Job, Pod } from './objects.ts'
import type { OwnerIndex } from './owner-index.ts'
import type { FaultFor } from './replica-set.ts'

type Tally = { active: Pod[]; succeeded: number; failed: number; ready: number }
const firstRetryMs = 1000

/** Runs pods to completion, and gives up after `backoffLimit` failures. */
export function jobController(
  store: Store,
  index: OwnerIndex,
  record: EventRecorder,
  faultFor: FaultFor,
): Controller {
  const tell = (job: Job, type: 'Normal' | 'Warning', reason: string, message: string) =>
    record(job, { source: 'job-controller', type, reason, message })

  function start(job: Job, count: number): void {
    for (let i = 0; i < count; i++) {
      const pod = newPod(store, job, labelled(job), faultFor(job.spec.template.metadata?.labels ?? {}))
      const refused = refusal(store, pod)
      if (refused) {
        tell(job, 'Warning', 'FailedCreate', `Error creating: ${refused}`)
        return
      }
      store.create('', 'pods', pod)
      tell(job, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    }
  }

  function finish(
    at: Parameters<Store['updateStatus']>[0],
    job: Job,
    tally: Tally,
    conditions: Condition[],
  ): undefined {
    const isDone = conditions.some((one) => one.type === 'Complete')
    for (const { metadata } of tally.active)
      store.remove({ group: '', resource: 'pods', namespace: metadata.namespace, name: metadata.name })
    store.updateStatus(at, (status) => ({
      ...counts(status, tally, 0),
      ...(isDone ? { completionTime: now() } : {}),
      conditions: conditions.reduce<Condition[]>(withCondition, []),
    }))
    const last = conditions[conditions.length - 1]
    if (isDone) tell(job, 'Normal', 'Completed', 'Job completed')
    else tell(job, 'Warning', last?.reason ?? 'Failed', last?.message ?? '')
    return undefined
  }

  function reconcile(key: string): number | undefined {
    const at = { group: 'batch', resource: 'jobs', ...splitKey(key) }
    const job = store.get(at) as Job | undefined
    if (!job || job.metadata.deletionTimestamp) return undefined
    if (isFinished(job)) return expire(store, at, job)
    if (job.spec.suspend) return undefined
    const tally = tallyOf(index.controlled<Pod>(job.metadata.uid, 'pods'))
    const wanted = job.spec.completions ?? 1
    if (tally.succeeded >= wanted) return finish(at, job, tally, complete())
    if (tally.failed > (job.spec.backoffLimit ?? 6))
      return finish(
        at,
        job,
        tally,
        failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
      )
    const overdue = deadlineIn(job)
    if (overdue !== undefined && overdue <= 0)
      return finish(
        at,
        job,
        tally,
        failed('DeadlineExceeded', 'Job was active longer than specified deadline'),
      )
    const wait = retryIn(index.controlled<Pod>(job.metadata.uid, 'pods'), tally)
    const missing = Math.min(job.spec.parallelism ?? 1, wanted - tally.succeeded) - tally.active.length
    if (missing > 0 && wait <= 0) start(job, missing)
    const after = tallyOf(index.controlled<Pod>(job.metadata.uid, 'pods'))
    store.updateStatus(at, (status) => ({
      startTime: now(),
      ...status,
      ...counts(status, after, after.active.length),
    }))
    return wait > 0 ? wait : missing > 0 && after.active.length === 0 ? firstRetryMs : overdue
  }

  return {
    name: 'job',
    keysOf: (change) =>
      isAbout(change, 'batch', 'jobs')
        ? [keyOf(change.object)]
        : isAbout(change, '', 'pods')
          ? ownerKeys(change, 'Job')
          : [],
    reconcile,
  }
}

const isFinished = ({ status }: Job): boolean =>
  ['Complete', 'Failed'].some((type) => findCondition(status?.conditions, type)?.status === 'True')

function tallyOf(pods: Pod[]): Tally {
  const phase = (wanted: string) => pods.filter((pod) => pod.status?.phase === wanted).length
  const active = pods.filter(
    ({ status, metadata }) =>
      status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && !metadata.deletionTimestamp,
  )
  const ready = active.filter(
    (pod) => findCondition(pod.status?.conditions, 'Ready')?.status === 'True',
  ).length
  return { active, succeeded: phase('Succeeded'), failed: phase('Failed'), ready }
}

function counts(status: Record<string, unknown>, tally: Tally, active: number): Record<string, unknown> {
  const { active: _a, succeeded: _s, failed: _f, ...rest } = status
  return {
    ...rest,
    ready: active === 0 ? 0 : tally.ready,
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(active > 0 ? { active } : {}),
    ...(tally.succeeded > 0 ? { succeeded: tally.succeeded } : {}),
    ...(tally.failed > 0 ? { failed: tally.failed } : {}),
  }
}

const reached = 'Reached expected number of succeeded pods'
const complete = (): Condition[] => [
  {
    type: 'SuccessCriteriaMet',
    status: 'True',
    reason: 'CompletionsReached',
    message: reached,
    lastProbeTime: now(),
  },
  { type: 'Complete', status: 'True', reason: 'CompletionsReached', message: reached, lastProbeTime: now() },
]
const failed = (reason: string, message: string): Condition[] => [
  { type: 'FailureTarget', status: 'True', reason, message, lastProbeTime: now() },
  { type: 'Failed', status: 'True', reason, message, lastProbeTime: now() },
]

/** A failed pod is replaced after 10 s, 20 s, 40 s … since it ended. */
function retryIn(pods: Pod[], { failed: failures }: Tally): number {
  if (failures === 0) return 0
  const ends = pods.flatMap(({ status }) =>
    (status?.containerStatuses ?? []).map((one) => Date.parse(one.state.terminated?.finishedAt ?? '')),
  )
  const last = Math.max(0, ...ends.filter((time) => !Number.isNaN(time)))
  return last + Math.min(10_000 * 2 ** (failures - 1), 360_000) - Date.now()
}

function deadlineIn({ spec, status }: Job): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || !status?.startTime) return undefined
  return Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1000 - Date.now()
}

function expire(store: Store, at: Parameters<Store['remove']>[0], { spec, status }: Job): number | undefined {
  if (spec.ttlSecondsAfterFinished === undefined) return undefined
  const ended =
    status?.completionTime ?? findCondition(status?.conditions, 'Failed')?.lastTransitionTime ?? now()
  const left = Date.parse(ended) + spec.ttlSecondsAfterFinished * 1000 - Date.now()
  if (left > 0) return left
  store.remove(at, { propagation: 'Background' })
  return undefined
}

function labelled({ metadata, spec }: Job): Job['spec']['template'] {
  const labels = {
    ...spec.template.metadata?.labels,
    'batch.kubernetes.io/controller-uid': metadata.uid,
    'batch.kubernetes.io/job-name': metadata.name,
    'controller-uid': metadata.uid,
    'job-name': metadata.name,
  }
  return { ...spec.template, metadata: { ...spec.template.metadata, labels } }
}
