import type { Store, StoredObject } from '../store.ts'
import type { Metadata, Pod } from './objects.ts'
import { podRequests } from './pod-requests.ts'
import { readQuantity } from './quantity.ts'

type Quota = StoredObject & { metadata: Metadata; spec?: { hard?: Record<string, string> } }

/** Why the API server would refuse this pod, in its own words; undefined when it would not. */
export function refusal(store: Store, pod: Pod): string | undefined {
  const why =
    pod.metadata.annotations?.['sandbox.k8sdeploy.dev/fault'] === 'quota'
      ? rehearsedQuota
      : (account(store, pod) ?? quota(store, pod))
  return why === undefined ? undefined : `pods "${pod.metadata.name}" is forbidden: ${why}`
}

const rehearsedQuota =
  'exceeded quota: sandbox-rehearsal, requested: requests.memory=128Mi, used: requests.memory=1Gi, limited: requests.memory=1Gi'

function account(store: Store, { metadata: { namespace }, spec }: Pod): string | undefined {
  const name = spec.serviceAccountName || 'default'
  const exists = store.get({ group: '', resource: 'serviceaccounts', namespace, name }) !== undefined
  return exists
    ? undefined
    : `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`
}

function quota(store: Store, pod: Pod): string | undefined {
  const quotas = store.list('', 'resourcequotas', pod.metadata.namespace) as Quota[]
  if (quotas.length === 0) return undefined
  const others = (store.list('', 'pods', pod.metadata.namespace) as Pod[]).filter(isCounted)
  return quotas.map((one) => exceeded(one, pod, others)).find((why) => why !== undefined)
}

const isCounted = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'

function exceeded({ metadata, spec }: Quota, pod: Pod, others: Pod[]): string | undefined {
  const over = Object.entries(spec?.hard ?? {})
    .filter(([name]) => isKnown(name))
    .map(([name, hard]) => ({
      name,
      hard,
      asks: amount(pod, name),
      used: others.reduce((n, one) => n + amount(one, name), 0),
    }))
    .filter(({ hard, asks, used }) => asks > 0 && asks + used > readQuantity(hard))
  if (over.length === 0) return undefined
  const told = (value: (row: (typeof over)[number]) => string) =>
    over.map((row) => `${row.name}=${value(row)}`).join(',')
  const requested = told(({ name, asks }) => view(name, asks))
  const used = told((row) => view(row.name, row.used))
  return `exceeded quota: ${metadata.name}, requested: ${requested}, used: ${used}, limited: ${told(({ hard }) => String(hard))}`
}

const isKnown = (name: string) => /^(pods|cpu|memory|(requests|limits)\.(cpu|memory))$/.test(name)

function amount(pod: Pod, name: string): number {
  if (name === 'pods') return 1
  const [kind, resource] = name.includes('.') ? name.split('.') : ['requests', name]
  return podRequests(pod.spec, kind as 'requests' | 'limits', resource ?? '')
}

function view(name: string, value: number): string {
  if (name.endsWith('memory')) return value % 2 ** 20 === 0 ? `${value / 2 ** 20}Mi` : String(value)
  return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`
}
