import type { Snapshot } from '../rollout/collapse.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'
import { fitNodes, viewFit } from './fit-nodes.ts'
import type { NodeRoom } from './node-room.ts'

/** What was fetched because of a finding, beyond the namespace's own objects. */
export type CloserLook = { rooms?: NodeRoom[] }

export type SharpFinding = Finding & { evidence?: string[] }

const silentLongEnoughMs = 120_000

/** With the nodes in view the scheduler's sentence becomes numbers, and "not now" can become "never". */
const withNodes = (finding: Finding, snapshot: Snapshot, rooms: NodeRoom[]): SharpFinding => {
  const pod = snapshot.Pod.find((one) => one.metadata?.uid === finding.podUid)
  if (!pod || rooms.length === 0) return finding
  const fits = fitNodes(pod, rooms)
  const evidence = fits.map(viewFit)
  if (!fits.every((one) => one.isNever)) return { ...finding, evidence }
  return {
    ...finding,
    evidence,
    confirmedBy: `${finding.confirmedBy}; compared with ${rooms.length === 1 ? 'the node' : `each of ${rooms.length} nodes`}`,
    whyNotTransient: 'no node of this cluster can ever hold it, however empty',
    isDefinitive: true,
  }
}

/** A rollout leaves a sleeping database, and a name that spreads, their time; here they have had it. */
const withPatience = (finding: Finding, now: number): Finding => {
  const silentMs = now - finding.firstSeen
  if (finding.isDefinitive || silentMs < silentLongEnoughMs) return finding
  const why = `it has not answered for ${Math.round(silentMs / 60_000)} min, longer than a database takes to wake`
  return { ...finding, isDefinitive: true, whyNotTransient: why }
}

export const sharpen = (
  finding: Finding,
  snapshot: Snapshot,
  { rooms }: CloserLook,
  now: number,
): SharpFinding => {
  if (finding.class === 'unschedulable' && rooms) return withNodes(finding, snapshot, rooms)
  return /^database-(refused|host)$/.test(finding.class) ? withPatience(finding, now) : finding
}
