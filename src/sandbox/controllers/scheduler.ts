import type { Store, StoredObject } from '../store.ts'
import { findCondition, withCondition } from './conditions.ts'
import { type Controller, isAbout, keyOf, splitKey } from './controller.ts'
import type { EventRecorder } from './event-recorder.ts'
import { faultAnnotation } from './new-pod.ts'
import { nodeName } from './node.ts'
import type { Pod } from './objects.ts'
import { podRequests } from './pod-requests.ts'
import { readQuantity } from './quantity.ts'
import { hasLabels } from './selector.ts'

type Usage = { cpu: number; memory: number; pods: number }
type Node = StoredObject & {
  spec?: { unschedulable?: boolean }
  status?: { allocatable?: Record<string, string> }
}

/** Puts every pod that fits on the one node, and says in the scheduler's words why another does not. */
export function schedulerController(store: Store, record: EventRecorder): Controller {
  const usage: Usage = { cpu: 0, memory: 0, pods: 0 }
  const placed = new Map<string, Usage>()
  const waiting = new Set<string>()
  store.subscribe((change) => {
    if (!isAbout(change, '', 'pods')) return
    const pod = change.object as Pod
    const isThere =
      change.type !== 'DELETED' &&
      pod.spec.nodeName &&
      pod.status?.phase !== 'Succeeded' &&
      pod.status?.phase !== 'Failed'
    if (isThere) occupy(pod)
    else release(pod.metadata.uid)
  })

  const add = (amount: Usage, sign: 1 | -1) => {
    usage.cpu += sign * amount.cpu
    usage.memory += sign * amount.memory
    usage.pods += sign * amount.pods
  }
  function occupy(pod: Pod): void {
    if (placed.has(pod.metadata.uid)) return
    const amount = needsOf(pod)
    placed.set(pod.metadata.uid, amount)
    add(amount, 1)
  }
  function release(uid: string): void {
    const amount = placed.get(uid)
    if (!amount) return
    placed.delete(uid)
    add(amount, -1)
  }

  function reconcile(key: string): undefined {
    const at = { group: '', resource: 'pods', ...splitKey(key) }
    const pod = store.get(at) as Pod | undefined
    waiting.delete(key)
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return undefined
    const why = unfit(store, pod, usage)
    if (why) {
      waiting.add(key)
      return refuse(at, pod, why)
    }
    const bound = store.update('', 'pods', { ...pod, spec: { ...pod.spec, nodeName } }) as Pod
    store.updateStatus(at, (status) => ({ ...status, conditions: scheduled(bound, 'True') }))
    record(bound, {
      source: 'default-scheduler',
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${key} to ${nodeName}`,
    })
    return undefined
  }

  function refuse(
    at: { group: string; resource: string; namespace: string; name: string },
    pod: Pod,
    message: string,
  ): undefined {
    if (findCondition(pod.status?.conditions, 'PodScheduled')?.message !== message) {
      store.updateStatus(at, (status) => ({
        ...status,
        conditions: scheduled(pod, 'False', 'Unschedulable', message),
      }))
      record(pod, { source: 'default-scheduler', type: 'Warning', reason: 'FailedScheduling', message })
    }
    return undefined
  }

  return {
    name: 'scheduler',
    keysOf: (change) => {
      if (!isAbout(change, '', 'pods')) return isAbout(change, '', 'nodes') ? [...waiting] : []
      if (change.type === 'DELETED') return [...waiting]
      return (change.object as Pod).spec.nodeName ? [] : [keyOf(change.object)]
    },
    reconcile,
  }
}

const needsOf = ({ spec }: Pod): Usage => ({
  cpu: podRequests(spec, 'requests', 'cpu'),
  memory: podRequests(spec, 'requests', 'memory'),
  pods: 1,
})

function scheduled(pod: Pod, status: 'True' | 'False', reason?: string, message?: string) {
  return withCondition(pod.status?.conditions, {
    type: 'PodScheduled',
    status,
    lastProbeTime: null,
    ...(pod.metadata.generation ? { observedGeneration: pod.metadata.generation } : {}),
    ...(reason ? { reason, message } : {}),
  } as Parameters<typeof withCondition>[1])
}

function unfit(store: Store, pod: Pod, usage: Usage): string | undefined {
  const node = store.get({ group: '', resource: 'nodes', name: nodeName }) as Node | undefined
  if (!node) return 'no nodes available to schedule pods'
  const claim = missingClaim(store, pod)
  if (claim)
    return view(`persistentvolumeclaim "${claim}" not found`, 'Preemption is not helpful for scheduling.')
  if (node.spec?.unschedulable)
    return view('1 node(s) were unschedulable', 'Preemption is not helpful for scheduling.')
  if (!hasLabels(node.metadata?.labels, pod.spec.nodeSelector ?? {})) {
    return view(
      "1 node(s) didn't match Pod's node affinity/selector",
      'Preemption is not helpful for scheduling.',
    )
  }
  const lacks = insufficient(node, pod, usage)
  return lacks.length > 0
    ? view(lacks.map((one) => `1 ${one}`).join(', '), 'No preemption victims found for incoming pod.')
    : undefined
}

function insufficient(node: Node, pod: Pod, usage: Usage): string[] {
  const allocatable = (name: string) => readQuantity(node.status?.allocatable?.[name])
  const needs =
    pod.metadata.annotations?.[faultAnnotation] === 'unschedulable'
      ? { cpu: Infinity, memory: 0, pods: 1 }
      : needsOf(pod)
  return [
    ...(usage.pods + 1 > allocatable('pods') ? ['Too many pods'] : []),
    ...(needs.cpu > 0 && usage.cpu + needs.cpu > allocatable('cpu') + 1e-9 ? ['Insufficient cpu'] : []),
    ...(needs.memory > 0 && usage.memory + needs.memory > allocatable('memory')
      ? ['Insufficient memory']
      : []),
  ]
}

const missingClaim = (store: Store, { metadata: { namespace }, spec }: Pod): string | undefined =>
  (spec.volumes ?? [])
    .flatMap((volume) => (volume.persistentVolumeClaim ? [volume.persistentVolumeClaim.claimName] : []))
    .find((name) => !store.get({ group: '', resource: 'persistentvolumeclaims', namespace, name }))

const view = (why: string, preemption: string): string =>
  `0/1 nodes are available: ${why}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 ${preemption}`
