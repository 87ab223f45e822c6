import type { KubeObject } from './kube.ts'
import { withoutDeliberations } from './without-deliberations.ts'

/** What a Job's status and its pod's say about a command that runs once. */
export type MigrationProgress =
  | { state: 'succeeded' }
  | { state: 'failed'; pod?: string; why: string; exitCode?: number }
  | { state: 'running'; pod?: string; doing: string }
  /** The pod can't start; certain only when it goes on. */
  | { state: 'stuck'; pod: string; why: string }

type Job = KubeObject & {
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] }
}
type ContainerStatus = {
  state?: {
    waiting?: { reason?: string; message?: string }
    running?: object
    terminated?: { exitCode?: number; reason?: string }
  }
}
type Pod = KubeObject & {
  status?: {
    phase?: string
    containerStatuses?: ContainerStatus[]
    conditions?: { type: string; status: string; reason?: string; message?: string }[]
  }
}

const onTheWay = new Set(['ContainerCreating', 'PodInitializing'])

export function readMigration(job: KubeObject | undefined, pods: KubeObject[]): MigrationProgress {
  const conditions = (job as Job | undefined)?.status?.conditions ?? []
  const is = (type: string) => conditions.find((one) => one.type === type && one.status === 'True')
  if (is('Complete')) return { state: 'succeeded' }
  const pod = pods.at(-1) as Pod | undefined
  const failed = is('Failed') ?? is('FailureTarget')
  if (failed) return { state: 'failed', pod: pod?.metadata?.name, ...ending(pod, failed) }
  return pod ? readPod(pod) : { state: 'running', doing: 'waiting for its pod' }
}

function ending(pod: Pod | undefined, condition: { reason?: string; message?: string }) {
  const end = pod?.status?.containerStatuses?.[0]?.state?.terminated
  if (condition.reason === 'DeadlineExceeded') return { why: 'they took longer than 30 minutes' }
  if (end?.reason === 'OOMKilled') return { why: 'they ran out of memory', exitCode: end.exitCode }
  if (end?.exitCode !== undefined) return { why: `exit code ${end.exitCode}`, exitCode: end.exitCode }
  return { why: condition.message ?? condition.reason ?? 'the Job failed' }
}

function readPod(pod: Pod): MigrationProgress {
  const name = pod.metadata?.name ?? ''
  const waiting = pod.status?.containerStatuses?.[0]?.state?.waiting
  if (waiting?.reason && !onTheWay.has(waiting.reason))
    return { state: 'stuck', pod: name, why: [waiting.reason, waiting.message].filter(Boolean).join(': ') }
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  )
  if (unscheduled)
    return { state: 'stuck', pod: name, why: withoutDeliberations(unscheduled.message ?? 'no node takes it') }
  return { state: 'running', pod: name, doing: pod.status?.phase === 'Running' ? 'running' : 'starting' }
}
