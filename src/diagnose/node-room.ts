import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { readAmount } from './read-amount.ts'

export type Amounts = { cpu: number; memory: number }

export type NodeRoom = {
  name: string
  allocatable: Amounts
  /** What the pods that are on it have asked for; undefined when their list may not be seen. */
  requested?: Amounts
  labels: Record<string, string>
  /** Taints that keep pods away, as `key=value:Effect`. */
  taints: { key: string; value: string; effect: string }[]
  isReady: boolean
}

const sum = (amounts: Amounts[]): Amounts =>
  amounts.reduce((a, b) => ({ cpu: a.cpu + b.cpu, memory: a.memory + b.memory }), { cpu: 0, memory: 0 })

const requestsOf = (containers: { resources?: { requests?: Record<string, string> } }[]): Amounts[] =>
  containers.map(({ resources }) => ({
    cpu: readAmount(resources?.requests?.['cpu']),
    memory: readAmount(resources?.requests?.['memory']),
  }))

/** Init containers run one after the other, before the rest: the largest of them may be what counts. */
export const requestOf = (pod: V1Pod): Amounts => {
  const main = sum(requestsOf(pod.spec?.containers ?? []))
  const inits = requestsOf(pod.spec?.initContainers ?? [])
  return {
    cpu: Math.max(main.cpu, ...inits.map((one) => one.cpu)),
    memory: Math.max(main.memory, ...inits.map((one) => one.memory)),
  }
}

const isOver = (pod: V1Pod): boolean => /^(Succeeded|Failed)$/.test(pod.status?.phase ?? '')

const readNodeRoom = (node: V1Node, pods: V1Pod[] | undefined): NodeRoom => {
  const name = node.metadata?.name ?? ''
  const own = pods?.filter((pod) => pod.spec?.nodeName === name && !isOver(pod))
  const conditions = node.status?.conditions ?? []
  return {
    name,
    allocatable: {
      cpu: readAmount(node.status?.allocatable?.['cpu']),
      memory: readAmount(node.status?.allocatable?.['memory']),
    },
    requested: own && sum(own.map(requestOf)),
    labels: node.metadata?.labels ?? {},
    taints: (node.spec?.taints ?? [])
      .filter(({ effect }) => effect !== 'PreferNoSchedule')
      .map(({ key, value = '', effect }) => ({ key, value, effect })),
    isReady: conditions.find((one) => one.type === 'Ready')?.status === 'True',
  }
}

/** How much room each node has. `pods` are those of every namespace. */
export const readNodeRooms = (nodes: V1Node[], pods: V1Pod[] | undefined): NodeRoom[] =>
  nodes.map((node) => readNodeRoom(node, pods))
