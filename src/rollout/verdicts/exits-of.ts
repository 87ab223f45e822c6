import type { Termination } from '../read-container.ts'
import type { ContainerCase } from './cases.ts'

/** Every end of the container that was seen, oldest first. */
export const exitsOf = (subject: ContainerCase): (Termination & { seenAt: number })[] =>
  [...subject.history.exits.values()].sort((a, b) => (a.finishedAt ?? a.seenAt) - (b.finishedAt ?? b.seenAt))

export const lastExit = (subject: ContainerCase): (Termination & { seenAt: number }) | undefined =>
  exitsOf(subject).at(-1)

/** How often it has ended: watches skip some ends, so the restart counter and what the kubelet waits for count too. */
export const countExits = (subject: ContainerCase): number => {
  const { container, history } = subject
  const isDown =
    container.run.type === 'terminated' || (container.run.type === 'waiting' && container.last !== undefined)
  return Math.max(history.exits.size, container.restarts + (isDown ? 1 : 0))
}

/** How often it ended like this: where every end that was seen did, the ends that nobody saw are taken to have. */
export const countAlike = (
  subject: ContainerCase,
  isAlike: (exit: Termination & { seenAt: number }) => boolean,
): number => {
  const seen = exitsOf(subject)
  const alike = seen.filter(isAlike).length
  return alike > 0 && alike === seen.length ? countExits(subject) : alike
}

/** Ends that no sight of Ready preceded. */
export const neverReady = (subject: ContainerCase): boolean => !subject.memory.readyAt.has(subject.pod.uid)

const runMs = ({ startedAt, finishedAt }: Termination): number =>
  startedAt === undefined || finishedAt === undefined ? 0 : finishedAt - startedAt

/**
 * A program that crashes at its start again and again may look Ready for a moment in between (a sidecar without a
 * probe does): it ends with the code that it ended with before it was Ready, and lasts no longer.
 */
export const endsAsBefore = (subject: ContainerCase, readyAt: number): boolean => {
  const exits = exitsOf(subject)
  const before = exits.filter((one) => one.seenAt <= readyAt)
  if (before.length === 0 || new Set(exits.map((one) => one.exitCode)).size > 1) return false
  const longest = Math.max(...before.map(runMs))
  return exits.every((one) => runMs(one) <= 2 * longest + 1000)
}

/** The lines of its newest log, whichever run wrote them. */
export const lastLines = (subject: ContainerCase): string[] => subject.logs.at(-1)?.lines ?? []
