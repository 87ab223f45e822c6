import { keepEarliest } from './keep.ts'
import { type ContainerHistory, containerKey, historyOf, type Memory, type Wait } from './memory.ts'
import type { ContainerFacts, Termination } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'

/** What a kubelet says of an end before it has looked why. */
const isVague = (reason: string): boolean => /^(Error|Completed|ContainerStatusUnknown|)$/.test(reason)

/** Of two words on one end the more telling, whichever came first. */
const moreTelling = (a: string, b: string): string => {
  if (isVague(a) !== isVague(b)) return isVague(a) ? b : a
  if (a.length !== b.length) return a.length > b.length ? a : b
  return a > b ? a : b
}

type Exit = Termination & { seenAt: number }

/** Of two readings of one moment always the same comes first. */
const isBefore = (a: Exit, b: Exit): boolean =>
  a.seenAt === b.seenAt ? a.exitCode < b.exitCode : a.seenAt < b.seenAt

const mergeExit = (known: Exit, exit: Exit): Exit => {
  const first = isBefore(exit, known) ? exit : known
  const reason = moreTelling(known.reason, exit.reason)
  const message = moreTelling(known.message, exit.message)
  return { ...first, reason, message }
}

const isSameExit = (a: Exit, b: Exit): boolean =>
  a.seenAt === b.seenAt && a.exitCode === b.exitCode && a.reason === b.reason && a.message === b.message

/** Seen when it was seen first, and as it was told best: its reason may come with a later status. */
const rememberExit = (
  exits: ContainerHistory['exits'],
  exit: Termination | undefined,
  at: number,
): ContainerHistory['exits'] => {
  if (!exit) return exits
  const known = exits.get(exit.id)
  const merged = known ? mergeExit(known, { seenAt: at, ...exit }) : { seenAt: at, ...exit }
  return known && isSameExit(known, merged) ? exits : new Map(exits).set(exit.id, merged)
}

/** Two waits with the same words are one, whatever back-off the kubelet has reached. */
const waitKey = (reason: string, message: string): string =>
  `${reason}|${message.replace(/back-off \S+/i, 'back-off')}`

const mergeWait = (known: Wait | undefined, wait: Wait): Wait =>
  known
    ? {
        ...known,
        firstAt: Math.min(known.firstAt, wait.firstAt),
        lastAt: Math.max(known.lastAt, wait.lastAt),
      }
    : wait

const rememberWait = (
  waits: ContainerHistory['waits'],
  container: ContainerFacts,
  at: number,
): ContainerHistory['waits'] => {
  const { run } = container
  if (run.type !== 'waiting') return waits
  const key = waitKey(run.reason, run.message)
  const known = waits.get(key)
  if (known && known.firstAt <= at && known.lastAt >= at) return waits
  const wait = { reason: run.reason, message: run.message, firstAt: at, lastAt: at }
  return new Map(waits).set(key, mergeWait(known, wait))
}

const rememberContainer = (
  history: ContainerHistory,
  container: ContainerFacts,
  at: number,
): ContainerHistory => {
  const now = container.run.type === 'terminated' ? container.run : undefined
  const exits = rememberExit(rememberExit(history.exits, container.last, at), now, at)
  const waits = rememberWait(history.waits, container, at)
  return exits === history.exits && waits === history.waits ? history : { exits, waits }
}

/** What a pod's containers went through, kept although the API shows only the last of it. */
export const rememberContainers = (memory: Memory, pod: PodFacts, at: number): Memory => {
  let histories = memory.histories
  for (const container of pod.containers) {
    const before = historyOf(memory, pod.uid, container.name)
    const after = rememberContainer(before, container, at)
    if (after !== before) histories = histories.with(containerKey(pod.uid, container.name), after)
  }
  const readyAt = pod.ready ? keepEarliest(memory.readyAt, pod.uid, at) : memory.readyAt
  return histories === memory.histories && readyAt === memory.readyAt
    ? memory
    : { ...memory, histories, readyAt }
}
