import type { Store, StoredObject } from '../../store.ts'
import { type FieldProblem, invalid } from '../api-error.ts'
import { type Json, recordOf, recordsOf, textOf } from '../json.ts'

const service = { group: '', kind: 'Service' }
const nodePorts = { first: 30_000, last: 32_767 }

/** Gives a Service its cluster IP and node ports; those it asks for must be free. */
export function allocateService(store: Store, object: StoredObject, previous?: StoredObject): StoredObject {
  const spec = withoutStalePorts(recordOf(object.spec), previous)
  if (spec.type === 'ExternalName') return object
  const others = store.list('', 'services').filter(({ metadata }) => !isSame(metadata, object.metadata))
  const clusterIP = textOf(spec.clusterIP) || textOf(previous?.spec?.clusterIP) || freeAddress(others)
  const hasNodePorts = isPublished(spec.type)
  return {
    ...object,
    spec: {
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ...spec,
      clusterIP,
      ...(hasNodePorts && spec.ports ? { ports: withNodePorts(object, others, previous) } : {}),
    },
  }
}

const isPublished = (type: unknown): boolean => type === 'NodePort' || type === 'LoadBalancer'

/** A Service that is no longer published gives its node ports back, unless the writer says otherwise. */
function withoutStalePorts(spec: Json, previous: StoredObject | undefined): Json {
  if (isPublished(spec.type) || !isPublished(previous?.spec?.type)) return spec
  const { externalTrafficPolicy: _e, allocateLoadBalancerNodePorts: _a, ...rest } = spec
  return { ...rest, ports: recordsOf(spec.ports).map(({ nodePort: _n, ...port }) => port) }
}

const isSame = (one: StoredObject['metadata'], other: StoredObject['metadata']): boolean =>
  one?.name === other?.name && one?.namespace === other?.namespace

function freeAddress(others: StoredObject[]): string {
  const taken = new Set(['10.96.0.1', '10.96.0.10', ...others.map(({ spec }) => textOf(spec?.clusterIP))])
  for (;;) {
    const address = `10.96.${Math.floor(Math.random() * 256)}.${1 + Math.floor(Math.random() * 254)}`
    if (!taken.has(address)) return address
  }
}

function withNodePorts(
  object: StoredObject,
  others: StoredObject[],
  previous: StoredObject | undefined,
): Json[] {
  const ports = recordsOf(object.spec?.ports)
  const taken = new Set(others.flatMap(({ spec }) => recordsOf(spec?.ports).map(({ nodePort }) => nodePort)))
  const problems = ports.flatMap((port, index) => problemOf(port.nodePort, index, taken))
  if (problems.length > 0) throw invalid(service, object.metadata?.name ?? '', problems)
  const kept = new Map(recordsOf(previous?.spec?.ports).map((port) => [keyOf(port), port.nodePort]))
  for (const { nodePort } of ports) taken.add(nodePort)
  return ports.map((port) => {
    const nodePort = port.nodePort || kept.get(keyOf(port)) || freePort(taken)
    taken.add(nodePort)
    return { ...port, nodePort }
  })
}

const keyOf = ({ port, protocol }: Json): string => `${port}/${protocol}`

function problemOf(nodePort: unknown, index: number, taken: Set<unknown>): FieldProblem[] {
  if (!nodePort) return []
  const isInside = Number(nodePort) >= nodePorts.first && Number(nodePort) <= nodePorts.last
  const outside = `provided port is not in the valid range. The range of valid ports is ${nodePorts.first}-${nodePorts.last}`
  const why = !isInside ? outside : taken.has(nodePort) ? 'provided port is already allocated' : undefined
  if (why === undefined) return []
  const message = `Invalid value: ${nodePort}: ${why}`
  return [{ field: `spec.ports[${index}].nodePort`, reason: 'FieldValueInvalid', message }]
}

function freePort(taken: Set<unknown>): number {
  for (;;) {
    const port = nodePorts.first + Math.floor(Math.random() * (nodePorts.last - nodePorts.first + 1))
    if (!taken.has(port)) return port
  }
}
