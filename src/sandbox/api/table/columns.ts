import type { Resource, StoredObject } from '../../store.ts'
import { dig, recordOf, recordsOf, textOf } from '../json.ts'
import { ageText } from './age.ts'
import { endpointsText, externalAddress, jobDuration, jobStatus, nodeStatus, servicePorts } from './cells.ts'
import { podReady, podRestarts, podStatus } from './pod-cells.ts'

export type Column = {
  name: string
  type?: 'string' | 'integer'
  wide?: true
  cell: (object: StoredObject, now: Date) => unknown
}

const name: Column = { name: 'Name', cell: ({ metadata }) => metadata?.name ?? '' }
const age: Column = { name: 'Age', cell: ({ metadata }, now) => ageText(metadata?.creationTimestamp, now) }

const text = (title: string, ...path: string[]): Column => ({
  name: title,
  cell: (object) => shown(dig(object, ...path)),
})
const count = (title: string, ...path: string[]): Column => ({
  name: title,
  type: 'integer',
  cell: (object) => Number(dig(object, ...path) ?? 0),
})
/** A number in a column that is declared as text. */
const amount = (title: string, ...path: string[]): Column => ({ ...count(title, ...path), type: 'string' })
const wide = (column: Column): Column => ({ ...column, wide: true })
const shown = (value: unknown): string => (value === undefined || value === '' ? '<none>' : String(value))

const containers = (object: StoredObject): Record<string, unknown>[] =>
  recordsOf(dig(object, 'spec', 'template', 'spec', 'containers'))
const images: Column[] = [
  wide({
    name: 'Containers',
    cell: (object) =>
      containers(object)
        .map((one) => one.name)
        .join(','),
  }),
  wide({
    name: 'Images',
    cell: (object) =>
      containers(object)
        .map((one) => one.image)
        .join(','),
  }),
]
const selector = (...path: string[]): Column =>
  wide({ name: 'Selector', cell: (object) => labelsText(dig(object, ...path)) })

function labelsText(labels: unknown): string {
  const pairs = Object.entries(recordOf(labels)).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',')
}

const sizeOf = (...fields: string[]): Column => ({
  name: 'Data',
  cell: (object) => fields.reduce((sum, field) => sum + Object.keys(recordOf(object[field])).length, 0),
})

const tables: Record<string, Column[]> = {
  '/pods': [
    name,
    { name: 'Ready', cell: podReady },
    { name: 'Status', cell: podStatus },
    { name: 'Restarts', cell: podRestarts },
    age,
    wide(text('IP', 'status', 'podIP')),
    wide(text('Node', 'spec', 'nodeName')),
    wide(text('Nominated Node', 'status', 'nominatedNodeName')),
    wide({ name: 'Readiness Gates', cell: () => '<none>' }),
  ],
  'apps/deployments': [
    name,
    {
      name: 'Ready',
      cell: (object) =>
        `${Number(dig(object, 'status', 'readyReplicas') ?? 0)}/${Number(dig(object, 'spec', 'replicas') ?? 0)}`,
    },
    amount('Up-to-date', 'status', 'updatedReplicas'),
    amount('Available', 'status', 'availableReplicas'),
    age,
    ...images,
    selector('spec', 'selector', 'matchLabels'),
  ],
  'apps/replicasets': [
    name,
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    age,
    ...images,
    selector('spec', 'selector', 'matchLabels'),
  ],
  'apps/statefulsets': [
    name,
    {
      name: 'Ready',
      cell: (object) =>
        `${Number(dig(object, 'status', 'readyReplicas') ?? 0)}/${Number(dig(object, 'spec', 'replicas') ?? 0)}`,
    },
    age,
    ...images,
  ],
  '/services': [
    name,
    text('Type', 'spec', 'type'),
    text('Cluster-IP', 'spec', 'clusterIP'),
    { name: 'External-IP', cell: externalAddress },
    { name: 'Port(s)', cell: servicePorts },
    age,
    selector('spec', 'selector'),
  ],
  '/configmaps': [name, sizeOf('data', 'binaryData'), age],
  '/secrets': [name, text('Type', 'type'), sizeOf('data'), age],
  '/serviceaccounts': [
    name,
    { name: 'Secrets', type: 'integer', cell: ({ secrets }) => recordsOf(secrets).length },
    age,
  ],
  '/namespaces': [name, text('Status', 'status', 'phase'), age],
  '/nodes': [
    name,
    { name: 'Status', cell: nodeStatus },
    { name: 'Roles', cell: () => '<none>' },
    age,
    text('Version', 'status', 'nodeInfo', 'kubeletVersion'),
    wide({
      name: 'Internal-IP',
      cell: (object) =>
        shown(
          recordsOf(dig(object, 'status', 'addresses')).find(({ type }) => type === 'InternalIP')?.address,
        ),
    }),
    wide({ name: 'External-IP', cell: () => '<none>' }),
    wide(text('OS-Image', 'status', 'nodeInfo', 'osImage')),
    wide(text('Kernel-Version', 'status', 'nodeInfo', 'kernelVersion')),
    wide(text('Container-Runtime', 'status', 'nodeInfo', 'containerRuntimeVersion')),
  ],
  '/events': [
    {
      name: 'Last Seen',
      cell: (event, now) =>
        ageText(event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp, now),
    },
    text('Type', 'type'),
    text('Reason', 'reason'),
    {
      name: 'Object',
      cell: ({ involvedObject }) =>
        `${textOf(dig(involvedObject, 'kind')).toLowerCase()}/${dig(involvedObject, 'name')}`,
    },
    wide(text('Subobject', 'involvedObject', 'fieldPath')),
    wide(text('Source', 'source', 'component')),
    { name: 'Message', cell: ({ message }) => textOf(message).trim() },
    wide({
      name: 'First Seen',
      cell: (event, now) => ageText(event.firstTimestamp ?? event.metadata?.creationTimestamp, now),
    }),
    wide({ name: 'Count', cell: ({ count: times }) => String(times ?? 1) }),
    wide(name),
  ],
  'batch/jobs': [
    name,
    { name: 'Status', cell: jobStatus },
    {
      name: 'Completions',
      cell: (job) => `${Number(job.status?.succeeded ?? 0)}/${Number(job.spec?.completions ?? 1)}`,
    },
    { name: 'Duration', cell: jobDuration },
    age,
    ...images,
    selector('spec', 'selector', 'matchLabels'),
  ],
  '/endpoints': [name, { name: 'Endpoints', cell: endpointsText }, age],
  'discovery.k8s.io/endpointslices': [
    name,
    text('AddressType', 'addressType'),
    {
      name: 'Ports',
      cell: ({ ports }) =>
        recordsOf(ports)
          .map(({ port }) => port)
          .join(',') || '<unset>',
    },
    {
      name: 'Endpoints',
      cell: ({ endpoints }) =>
        recordsOf(endpoints)
          .map(({ addresses }) => String(addresses))
          .join(',') || '<unset>',
    },
    age,
  ],
  'networking.k8s.io/ingresses': [
    name,
    text('Class', 'spec', 'ingressClassName'),
    {
      name: 'Hosts',
      cell: (object) =>
        recordsOf(dig(object, 'spec', 'rules'))
          .map(({ host }) => host ?? '*')
          .join(',') || '*',
    },
    {
      name: 'Address',
      cell: (object) =>
        recordsOf(dig(object, 'status', 'loadBalancer', 'ingress'))
          .map((one) => one.ip ?? one.hostname)
          .join(','),
    },
    {
      name: 'Ports',
      cell: (object) => (recordsOf(dig(object, 'spec', 'tls')).length > 0 ? '80, 443' : '80'),
    },
    age,
  ],
}

const fallback: Column[] = [
  name,
  { name: 'Created At', cell: ({ metadata }) => metadata?.creationTimestamp ?? '' },
]

export const columnsOf = ({ group, resource }: Resource): Column[] =>
  tables[`${group}/${resource}`] ?? fallback
