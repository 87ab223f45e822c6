import { unreadySince } from '../diagnose/unready-since.ts'
import type { Cluster, Secrets } from '../ports.ts'
import { reduce } from '../rollout/reduce.ts'
import type { RolloutState } from '../rollout/state.ts'
import { wantedConfirmations } from '../rollout/wanted-confirmations.ts'
import { wantedKnocks } from '../rollout/wanted-knocks.ts'
import { wantedLogs } from '../rollout/wanted-logs.ts'
import { wantedNodes } from '../rollout/wanted-nodes.ts'
import { investigator } from './investigate.ts'

type Needs = {
  cluster: Pick<Cluster, 'get' | 'knock' | 'logs' | 'listAny'>
  secrets: Pick<Secrets, 'conceal' | 'mask'>
  signal: AbortSignal
}

export type CloserSight = { state: RolloutState; notes: string[] }

/** Asks once for every log and confirming GET that the state wants; the state that knows the answers. */
async function investigate(
  state: RolloutState,
  { cluster, secrets, signal }: Needs,
  notes: string[],
): Promise<RolloutState> {
  const logs = wantedLogs(state)
  const confirmations = wantedConfirmations(state)
  const nodes = wantedNodes(state)
  const knocks = wantedKnocks(state)
  const wanted = logs.length + confirmations.length + knocks.length + (nodes ? 1 : 0)
  if (wanted === 0) return state
  let next = state
  await new Promise<void>((resolve) => {
    let answered = 0
    const note = () => ++answered === wanted && resolve()
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
        note()
      },
      complain: (message) => {
        notes.push(message)
        note()
      },
    })
    look(state)
  })
  if (logs.length > 0) notes.push(count(logs.length, 'log'))
  if (confirmations.length > 0) notes.push(count(confirmations.length, 'confirming question'))
  if (next.memory.nodes)
    notes.push(`${count(next.memory.nodes.rooms.length, 'node')} with the requests of all pods`)
  return next
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`

/** What one round of LISTs does not hold: logs, answers that settle a suspicion, and the nodes when a pod finds none. */
export async function lookCloser(state: RolloutState, needs: Needs): Promise<CloserSight> {
  const notes: string[] = []
  return { state: await investigate(state, needs, notes), notes }
}
