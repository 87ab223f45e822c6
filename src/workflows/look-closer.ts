import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { type NodeRoom, readNodeRooms } from '../diagnose/node-room.ts'
import { unreadySince } from '../diagnose/unready-since.ts'
import { isDeployError } from '../errors.ts'
import type { Cluster, Secrets } from '../ports.ts'
import type { KubeObject } from '../rollout/kube.ts'
import { reduce } from '../rollout/reduce.ts'
import type { RolloutState } from '../rollout/state.ts'
import { wantedConfirmations } from '../rollout/wanted-confirmations.ts'
import { wantedLogs } from '../rollout/wanted-logs.ts'
import { investigator } from './investigate.ts'

type Needs = {
  cluster: Pick<Cluster, 'get' | 'logs' | 'listAny'>
  secrets: Pick<Secrets, 'mask'>
  signal: AbortSignal
}

export type CloserSight = { state: RolloutState; rooms?: NodeRoom[]; notes: string[] }

const known = (error: unknown): string => {
  if (!isDeployError(error)) throw error
  return error.message
}

/** Asks once for every log and confirming GET that the state wants; the state that knows the answers. */
async function investigate(
  state: RolloutState,
  { cluster, secrets, signal }: Needs,
  notes: string[],
): Promise<RolloutState> {
  const logs = wantedLogs(state)
  const confirmations = wantedConfirmations(state)
  const wanted = logs.length + confirmations.length
  if (wanted === 0) return state
  let next = state
  await new Promise<void>((resolve) => {
    let answered = 0
    const count = () => ++answered === wanted && resolve()
    const look = investigator({
      cluster,
      secrets,
      signal,
      namespace: state.target.namespace,
      now: () => state.now,
      tell: (event) => {
        const want =
          event.type === 'log' &&
          logs.find(
            (one) =>
              one.pod === event.pod && one.container === event.container && one.attempt === event.attempt,
          )
        next = reduce(next, want ? { ...event, at: unreadySince(state, want) } : event)
        count()
      },
      complain: (message) => {
        notes.push(message)
        count()
      },
    })
    look(state)
  })
  notes.push(`${logs.length} logs, ${confirmations.length} confirming questions`)
  return next
}

async function fetchRooms({ cluster, signal }: Needs, notes: string[]): Promise<NodeRoom[] | undefined> {
  const list = (kind: string): Promise<KubeObject[] | undefined> =>
    cluster.listAny({ apiVersion: 'v1', kind }, signal).catch((error: unknown) => {
      notes.push(`could not see every ${kind}: ${known(error)}`)
      return undefined
    })
  const [nodes, pods] = await Promise.all([list('Node'), list('Pod')])
  if (!nodes) return undefined
  notes.push(`${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}, and what their pods ask for`)
  return readNodeRooms(nodes as V1Node[], pods as V1Pod[] | undefined)
}

const isWithoutNode = ({ memory }: RolloutState): boolean =>
  [...memory.pods.values()].some((pod) => !pod.scheduled)

/** What one round of LISTs does not hold: logs, answers that settle a suspicion, and the nodes when a pod finds none. */
export async function lookCloser(state: RolloutState, needs: Needs): Promise<CloserSight> {
  const notes: string[] = []
  const [told, rooms] = await Promise.all([
    investigate(state, needs, notes),
    isWithoutNode(state) ? fetchRooms(needs, notes) : undefined,
  ])
  return { state: told, rooms, notes }
}
