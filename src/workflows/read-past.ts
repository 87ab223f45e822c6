import type { V1Pod } from '@kubernetes/client-node'
import type { LogsFlags } from '../commands/logs.ts'
import type { LogLine } from '../ports.ts'
import { type ContainerRunState, containerRuns } from '../rollout/container-runs.ts'
import type { LogSpeaker } from '../views/view-log-line.ts'
import { createLogPosition, type LogPosition } from './log-position.ts'
import type { LogsNeeds } from './logs.ts'
import { speakerOf } from './release-pods.ts'

export type Said = { speaker: LogSpeaker; line: LogLine }
/** How far a container's log was read, and which run of it. */
export type Begun = { position: LogPosition; run?: string | undefined }

const followedTail = 50

export const containerKey = ({ metadata }: V1Pod, container: string): string =>
  `${metadata?.uid}/${container}`

/** What is there already, of all containers, in the order of time. */
export async function readPast(pods: V1Pod[], flags: LogsFlags, needs: LogsNeeds) {
  const begun = new Map<string, Begun>()
  const wanted = pods.flatMap((pod) =>
    containerRuns(pod)
      .filter(({ run, restarts }) => run !== undefined && (!flags.previous || restarts > 0))
      .map((state) => ({ pod, state })),
  )
  const said = await Promise.all(wanted.map((one) => readOne(one, begun, flags, needs)))
  return { lines: said.flat().sort(byTime), containers: wanted.length, begun }
}

async function readOne(
  { pod, state }: { pod: V1Pod; state: ContainerRunState },
  begun: Map<string, Begun>,
  flags: LogsFlags,
  { cluster, signal }: LogsNeeds,
): Promise<Said[]> {
  const { since, tailLines } = rangeOf(flags, cluster.now())
  const position = createLogPosition(tailLines === 0 ? cluster.now() : since)
  begun.set(containerKey(pod, state.container), { position, run: state.run })
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const said: Said[] = []
  const lines = cluster.logLines({
    namespace,
    pod: name,
    container: state.container,
    previous: flags.previous === true,
    ...(since === undefined ? {} : { since }),
    ...(tailLines === undefined ? {} : { tailLines }),
    signal: AbortSignal.any([signal]),
  })
  for await (const line of lines) {
    const isYetToEnd = !line.isWhole && flags.follow && state.isRunning
    if (!isYetToEnd && position.isNew(line)) said.push({ speaker: speakerOf(pod, state.container), line })
  }
  return said
}

function rangeOf({ since, tail, follow, previous }: LogsFlags, now: number) {
  const from = since && ('at' in since ? since.at : now - since.ago)
  const usual = from === undefined && follow && !previous ? followedTail : Number.POSITIVE_INFINITY
  const lines = tail ?? usual
  return { since: from, tailLines: lines === Number.POSITIVE_INFINITY ? undefined : lines }
}

const byTime = ({ line: a }: Said, { line: b }: Said): number =>
  Date.parse(a.time) - Date.parse(b.time) || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)
