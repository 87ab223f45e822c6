import type { Snapshot } from '../rollout/collapse.ts'
import { readPod } from '../rollout/read-pod.ts'

const judgedOwners = new Set(['ReplicaSet', 'Job'])

/** What is there besides Deployments and Jobs, and how many of its pods are ready: seen, and not judged. */
export const findUnjudged = (snapshot: Snapshot): string[] => {
  const counts = new Map<string, { ready: number; all: number }>()
  for (const pod of snapshot.Pod.map(readPod)) {
    const owner = pod.owner ?? { kind: 'Pod', name: pod.name }
    if (judgedOwners.has(owner.kind)) continue
    const name = `${owner.kind} ${owner.name}`
    const known = counts.get(name) ?? { ready: 0, all: 0 }
    counts.set(name, { ready: known.ready + Number(pod.ready), all: known.all + 1 })
  }
  return [...counts].map(([name, { ready, all }]) => `not judged: ${name}, ${ready} of ${all} pods ready`)
}
