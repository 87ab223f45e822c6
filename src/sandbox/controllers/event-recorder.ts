import type { Store, StoredObject } from '../store.ts'
import { now } from './conditions.ts'

export type Source =
  | 'deployment-controller'
  | 'replicaset-controller'
  | 'job-controller'
  | 'default-scheduler'
  | 'kubelet'
  | 'sandbox'
export type Told = {
  source: Source
  type: 'Normal' | 'Warning'
  reason: string
  message: string
  fieldPath?: string
}
export type EventRecorder = (about: StoredObject, event: Told) => void

type Budget = { left: number; since: number }
type Similar = { messages: Set<string>; since: number }

const burst = 25
const refillMs = 300_000
const similarLimit = 10
const similarWindowMs = 600_000

/** Events as the API's clients record them: equal ones counted, similar ones combined, and at most 25 at a time per object. */
export function createEventRecorder(store: Store): EventRecorder {
  const names = new Map<string, string>()
  const budgets = new Map<string, Budget>()
  const similars = new Map<string, Similar>()
  store.subscribe(({ type, resource, object }) => {
    if (type === 'DELETED' && resource.resource === 'pods') forget(object.metadata?.uid ?? '')
  })
  const forget = (uid: string) => {
    for (const kept of [names, budgets, similars])
      for (const key of kept.keys()) if (key.startsWith(uid)) kept.delete(key)
  }

  const combine = (series: string, message: string): string => {
    const known = similars.get(series)
    const similar =
      known && Date.now() - known.since < similarWindowMs
        ? known
        : { messages: new Set<string>(), since: Date.now() }
    similars.set(series, similar)
    similar.messages.add(message)
    return similar.messages.size >= similarLimit ? `(combined from similar events): ${message}` : message
  }

  return (about, told) => {
    const uid = about.metadata?.uid ?? ''
    if (!spend(budgets, `${uid}/${told.source}`)) return
    const series = `${uid}/${told.source}/${told.type}/${told.reason}/${told.fieldPath ?? ''}`
    const message = combine(series, told.message)
    const key = `${series}/${message.startsWith('(combined') ? '' : message}`
    const namespace = about.metadata?.namespace ?? 'default'
    const known = names.get(key)
    const before =
      known === undefined ? undefined : store.get({ group: '', resource: 'events', namespace, name: known })
    if (before) return void store.update('', 'events', counted(before, message))
    const created = store.create('', 'events', newEvent(about, { ...told, message }))
    names.set(key, created.metadata?.name ?? '')
  }
}

function spend(budgets: Map<string, Budget>, key: string): boolean {
  const time = Date.now()
  const known = budgets.get(key) ?? { left: burst, since: time }
  const refilled = Math.floor((time - known.since) / refillMs)
  const budget = { left: Math.min(burst, known.left + refilled), since: known.since + refilled * refillMs }
  if (budget.left > 0) budgets.set(key, { ...budget, left: budget.left - 1 })
  return budget.left > 0
}

const counted = (event: StoredObject, message: string): StoredObject => ({
  ...event,
  message,
  count: Number(event['count']) + 1,
  lastTimestamp: now(),
})

function newEvent(about: StoredObject, { source, type, reason, message, fieldPath }: Told): StoredObject {
  const { name = '', namespace = 'default', uid, resourceVersion } = about.metadata ?? {}
  const time = now()
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${eventNumber().toString(16)}`, namespace },
    involvedObject: {
      kind: about.kind,
      namespace,
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
      ...(fieldPath ? { fieldPath } : {}),
    },
    reason,
    message,
    source: source === 'kubelet' ? { component: source, host: 'sandbox' } : { component: source },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source,
    reportingInstance: source === 'kubelet' ? 'sandbox' : '',
  }
}

let last = 0n
/** Nanoseconds since the epoch, never twice the same: what event names end with. */
function eventNumber(): bigint {
  const time = BigInt(Date.now()) * 1_000_000n
  last = time > last ? time : last + 1n
  return last
}
