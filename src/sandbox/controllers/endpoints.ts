import { isDeepStrictEqual } from 'node:util'
import type { Key, Store, StoredObject } from '../store.ts'
import { isTrue } from './conditions.ts'
import { type Controller, isAbout, keyOf, splitKey } from './controller.ts'
import type { Pod, Service, ServicePort } from './objects.ts'
import type { OwnerIndex } from './owner-index.ts'
import { hashSuffix } from './random-suffix.ts'
import { hasLabels } from './selector.ts'

type Target = { name: string; port: number; protocol: string }

/** Which ready pods a Service leads to: EndpointSlices, and the older Endpoints. */
export function endpointsController(store: Store, index: OwnerIndex): Controller {
  function put(key: Key, made: StoredObject): void {
    const before = store.get(key)
    if (!before) return void store.create(key.group, key.resource, made)
    const next = { ...before, ...made, metadata: { ...before.metadata, labels: made.metadata?.labels ?? {} } }
    if (!isDeepStrictEqual(before, next)) store.update(key.group, key.resource, next)
  }

  function reconcile(key: string): undefined {
    const { namespace, name } = splitKey(key)
    const service = store.get({ group: '', resource: 'services', namespace, name }) as Service | undefined
    if (!service?.spec.selector) {
      if (!service) store.remove({ group: '', resource: 'endpoints', namespace, name }, { force: true })
      return undefined
    }
    const pods = podsBehind(store, service)
    put({ group: '', resource: 'endpoints', namespace, name }, endpointsObject(service, pods))
    const slices = sliceObjects(service, pods)
    for (const slice of slices)
      put(
        {
          group: 'discovery.k8s.io',
          resource: 'endpointslices',
          namespace,
          name: slice.metadata?.name ?? '',
        },
        slice,
      )
    const kept = new Set(slices.map((slice) => slice.metadata?.name))
    for (const old of index.controlled(service.metadata.uid, 'endpointslices')) {
      if (kept.has(old.metadata?.name)) continue
      store.remove(
        { group: 'discovery.k8s.io', resource: 'endpointslices', namespace, name: old.metadata?.name ?? '' },
        { force: true },
      )
    }
    return undefined
  }

  return {
    name: 'endpoints',
    keysOf: (change) =>
      isAbout(change, '', 'services')
        ? [keyOf(change.object)]
        : isAbout(change, '', 'pods')
          ? servicesOf(store, change.object)
          : [],
    reconcile,
  }
}

const servicesOf = (store: Store, pod: StoredObject): string[] =>
  (store.list('', 'services', pod.metadata?.namespace) as Service[])
    .filter(({ spec }) => spec.selector && hasLabels(pod.metadata?.labels, spec.selector))
    .map(keyOf)

/** Pods that a Service selects and that have an address, oldest first. */
export function podsBehind(store: Store, service: Service): Pod[] {
  const selector = service.spec.selector
  if (!selector || Object.keys(selector).length === 0) return []
  return (store.list('', 'pods', service.metadata.namespace) as Pod[]).filter(
    (pod) =>
      hasLabels(pod.metadata.labels, selector) &&
      pod.status?.podIP &&
      pod.status.phase !== 'Succeeded' &&
      pod.status.phase !== 'Failed',
  )
}

/** Traffic goes only where this holds: a terminating pod gets no new connection. */
export const takesTraffic = (service: Service, pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  (service.spec.publishNotReadyAddresses === true || isTrue(pod.status?.conditions, 'Ready'))

export function targetPort(pod: Pod, { port, targetPort = port }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort
  return pod.spec.containers.flatMap((one) => one.ports ?? []).find((one) => one.name === targetPort)
    ?.containerPort
}

function targetsOf(service: Service, pod: Pod): Target[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const target = targetPort(pod, port)
    return target === undefined
      ? []
      : [{ name: port.name ?? '', port: target, protocol: port.protocol ?? 'TCP' }]
  })
}

function groupByTargets(service: Service, pods: Pod[]): { targets: Target[]; pods: Pod[] }[] {
  const groups = new Map<string, { targets: Target[]; pods: Pod[] }>()
  for (const pod of pods) {
    const targets = targetsOf(service, pod)
    const key = JSON.stringify(targets)
    groups.set(key, { targets, pods: [...(groups.get(key)?.pods ?? []), pod] })
  }
  return [...groups.values()]
}

const targetRef = ({ metadata: { name, namespace, uid } }: Pod) => ({ kind: 'Pod', namespace, name, uid })

function sliceObjects(service: Service, pods: Pod[]): StoredObject[] {
  const { name, namespace, uid, labels } = service.metadata
  const groups = groupByTargets(service, pods)
  return (groups.length > 0 ? groups : [{ targets: [], pods: [] }]).map((group, i) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${hashSuffix(`${uid}/${i === 0 ? '' : JSON.stringify(group.targets)}`, 5)}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    addressType: 'IPv4',
    endpoints: group.pods.map((pod) => ({
      addresses: [pod.status?.podIP],
      conditions: {
        ready: takesTraffic(service, pod),
        serving: isTrue(pod.status?.conditions, 'Ready'),
        terminating: pod.metadata.deletionTimestamp !== undefined,
      },
      nodeName: pod.spec.nodeName,
      targetRef: targetRef(pod),
    })),
    ports: group.targets,
  }))
}

function endpointsObject(service: Service, pods: Pod[]): StoredObject {
  const { name, namespace, labels } = service.metadata
  const address = (pod: Pod) => ({
    ip: pod.status?.podIP,
    nodeName: pod.spec.nodeName,
    targetRef: targetRef(pod),
  })
  const subsets = groupByTargets(service, pods).map(({ targets, pods: group }) => {
    const ready = group.filter((pod) => takesTraffic(service, pod)).map(address)
    const notReady = group
      .filter((pod) => !takesTraffic(service, pod) && pod.metadata.deletionTimestamp === undefined)
      .map(address)
    return {
      ...(ready.length > 0 ? { addresses: ready } : {}),
      ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
      ports: targets.map(({ name: portName, ...rest }) => ({
        ...(portName ? { name: portName } : {}),
        ...rest,
      })),
    }
  })
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name,
      namespace,
      labels: { ...labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    },
    subsets: subsets.filter((one) => one.addresses || one.notReadyAddresses),
  }
}
