import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { findCondition, readConditions } from '../read-condition.ts'
import { type Amounts, readAmounts, sumAmounts } from './read-amount.ts'
import { type HostPort, readPlacement } from './read-placement.ts'

export type Taint = { key: string; value: string; effect: string }

export type NodeRoom = {
  name: string
  allocatable: Amounts
  /** What the pods that are on it have asked for; undefined when their list may not be seen. */
  requested?: Amounts
  /** Ports of the node that pods hold, each with the `namespace/name` of its pod. */
  hostPorts: (HostPort & { pod: string })[]
  labels: Record<string, string>
  /** Labels of the namespace’s pods that are on it; undefined when their list may not be seen. */
  tenants?: Record<string, string>[]
  /** Taints that keep pods away. */
  taints: Taint[]
  isCordoned: boolean
  isReady: boolean
  /** Since when it is, or is not, Ready, and what it or the control plane says of it. */
  readySince?: number
  readyMessage: string
}

const isOver = (pod: V1Pod): boolean => /^(Succeeded|Failed)$/.test(pod.status?.phase ?? '')

const readNodeRoom = (node: V1Node, pods: V1Pod[] | undefined, namespace?: string): NodeRoom => {
  const ready = findCondition(readConditions(node.status?.conditions), 'Ready')
  const held = pods?.map((pod) => ({ pod, ...readPlacement(pod) }))
  return {
    name: node.metadata?.name ?? '',
    allocatable: readAmounts(node.status?.allocatable),
    requested: held && sumAmounts(held.map(({ request }) => request)),
    hostPorts: (held ?? []).flatMap(({ pod, hostPorts }) =>
      hostPorts.map((one) => ({ ...one, pod: `${pod.metadata?.namespace}/${pod.metadata?.name}` })),
    ),
    labels: node.metadata?.labels ?? {},
    tenants: pods
      ?.filter(({ metadata }) => metadata?.namespace === namespace)
      .map(({ metadata }) => metadata?.labels ?? {}),
    taints: (node.spec?.taints ?? [])
      .filter(({ effect }) => effect !== 'PreferNoSchedule')
      .map(({ key, value = '', effect }) => ({ key, value, effect })),
    isCordoned: node.spec?.unschedulable === true,
    isReady: ready?.status === 'True',
    readySince: ready?.since,
    readyMessage: ready ? `${ready.reason}: ${ready.message}` : 'it has not said yet that it is Ready',
  }
}

/** How much room each node has. `pods` are those of every namespace. */
export const readNodeRooms = (nodes: V1Node[], pods: V1Pod[] | undefined, namespace?: string): NodeRoom[] => {
  const byNode = new Map<string, V1Pod[]>()
  for (const pod of pods ?? []) {
    const name = pod.spec?.nodeName ?? ''
    if (name !== '' && !isOver(pod)) byNode.set(name, [...(byNode.get(name) ?? []), pod])
  }
  return nodes.map((node) =>
    readNodeRoom(node, pods && (byNode.get(node.metadata?.name ?? '') ?? []), namespace),
  )
}
