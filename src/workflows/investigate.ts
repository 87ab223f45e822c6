import type { Cluster, ObjectRef, Secrets } from '../ports.ts'
import type { RolloutEvent } from '../rollout/event.ts'
import type { RolloutState } from '../rollout/state.ts'
import { type WantedConfirmation, wantedConfirmations } from '../rollout/wanted-confirmations.ts'
import { type WantedKnock, wantedKnocks } from '../rollout/wanted-knocks.ts'
import { type WantedLog, wantedLogs } from '../rollout/wanted-logs.ts'
import { wantedNodes } from '../rollout/wanted-nodes.ts'
import { concealIfSeen } from './conceal-secrets.ts'
import { fetchRooms } from './fetch-rooms.ts'

/** As much as a stack trace of Java, with what it was caused by at its end. */
const logLines = 200
/** Longer ones are data, and patterns take their time over them. */
const longestLine = 8_000

type Needs = {
  cluster: Pick<Cluster, 'get' | 'knock' | 'listAny' | 'logs'>
  secrets: Pick<Secrets, 'conceal' | 'mask'>
  namespace: string
  now(): number
  tell(event: RolloutEvent): void
  complain(message: string): void
  signal: AbortSignal
}

/** Fetches, once each, the logs, the confirming GETs and the looks at the nodes that the state asks for, and tells the answers as events. */
export function investigator(needs: Needs): (state: RolloutState) => void {
  const asked = new Set<string>()
  let known: Promise<void> | undefined
  const fetch = async (want: WantedLog) => {
    known ??= concealIfSeen(needs.cluster, needs.namespace, needs.secrets, needs.signal)
    await known
    return fetchLog(want, needs)
  }
  const once = (key: string, work: () => Promise<RolloutEvent>) => {
    if (asked.has(key)) return
    asked.add(key)
    work().then(needs.tell, (error: unknown) =>
      needs.complain(`could not look closer (${key}): ${error instanceof Error ? error.message : error}`),
    )
  }
  return (state) => {
    for (const want of wantedLogs(state)) once(`log ${want.key}`, () => fetch(want))
    for (const want of wantedConfirmations(state)) once(`get ${want.key}`, () => confirm(want, needs))
    for (const want of wantedKnocks(state)) once(`ports ${want.key}`, () => knock(want, needs))
    const nodes = wantedNodes(state)
    if (nodes) once(nodes.key, () => lookAtNodes(nodes.withPods, needs))
  }
}

async function fetchLog(
  { pod, container, previous, attempt }: WantedLog,
  { cluster, secrets, namespace, now, signal }: Needs,
): Promise<RolloutEvent> {
  const lines = await cluster.logs({ namespace, pod, container, previous, tailLines: logLines, signal })
  const masked = lines.map((line) => secrets.mask(line).slice(0, longestLine))
  return { type: 'log', at: now(), pod, container, previous, attempt, lines: masked }
}

/** Who may not forward ports learns nothing by it, and nothing else depends on it. */
async function knock(
  { pod, ports, container }: WantedKnock,
  { cluster, namespace, now, signal }: Needs,
): Promise<RolloutEvent> {
  const told = await cluster.knock({ namespace, pod, ports, container, signal }).then(
    (open) => ({ open, asked: ports }),
    () => ({ open: [], asked: [] }),
  )
  return { type: 'knocked', at: now(), pod, ...told }
}

async function lookAtNodes(
  withPods: boolean,
  { cluster, namespace, now, signal }: Needs,
): Promise<RolloutEvent> {
  const rooms = await fetchRooms(cluster, withPods ? namespace : undefined, signal)
  return { type: 'nodes', at: now(), rooms }
}

const refOf = (kind: WantedConfirmation['kind'], namespace: string, name: string): ObjectRef =>
  kind === 'CSIDriver'
    ? { apiVersion: 'storage.k8s.io/v1', kind, name }
    : { apiVersion: 'v1', kind, namespace, name }

async function confirm(
  { kind, name, dataKey }: WantedConfirmation,
  { cluster, namespace, now, signal }: Needs,
): Promise<RolloutEvent> {
  const found = (await cluster.get(refOf(kind, namespace, name), signal)) as
    | { data?: Record<string, string> }
    | undefined
  const exists = found !== undefined && (dataKey === undefined || dataKey in (found.data ?? {}))
  return { type: 'confirmed', at: now(), kind, name, key: dataKey, exists }
}
