import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { readNodeRooms } from '../../src/rollout/nodes/node-room.ts'
import { at, time } from './objects.ts'

export type NodeShape = Partial<{
  name: string
  cpu: string
  labels: Record<string, string>
  taints: { key: string; value?: string; effect: string }[]
  cordoned: boolean
  /** Not Ready since this second. */
  lostAt: number
}>

export const node = (shape: NodeShape = {}): V1Node => ({
  metadata: { name: shape.name ?? 'node-1', labels: shape.labels ?? {} },
  spec: { unschedulable: shape.cordoned, taints: shape.taints },
  status: {
    allocatable: { cpu: shape.cpu ?? '2', memory: '4Gi', pods: '110' },
    conditions: [
      {
        type: 'Ready',
        status: shape.lostAt === undefined ? 'True' : 'Unknown',
        reason: shape.lostAt === undefined ? 'KubeletReady' : 'NodeStatusUnknown',
        message: shape.lostAt === undefined ? 'ready' : 'Kubelet stopped posting node status.',
        lastTransitionTime: time(shape.lostAt ?? 0),
      },
    ],
  },
})

/** A pod of anybody, as far as nodes care. */
export const lodger = (cpu: string, where = 'node-1', hostPort?: number): V1Pod => ({
  metadata: { name: `lodger-${where}`, namespace: 'other' },
  spec: {
    nodeName: where,
    containers: [
      {
        name: 'a',
        resources: { requests: { cpu } },
        ...(hostPort && { ports: [{ containerPort: hostPort, hostPort }] }),
      },
    ],
  },
})

/** A look at the nodes. */
export const looks = (second: number, nodes: V1Node[], pods: V1Pod[] = []): RolloutEvent => ({
  type: 'nodes',
  at: at(second),
  rooms: readNodeRooms(nodes, pods, 'shop'),
})

/** One every ten seconds, as while a pod waits. */
export const keepsLooking = (from: number, to: number, nodes: V1Node[], pods: V1Pod[] = []): RolloutEvent[] =>
  Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, index) =>
    looks(from + index * 10, nodes, pods),
  )
