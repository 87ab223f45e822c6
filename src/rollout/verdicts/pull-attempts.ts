import type { EventFacts } from '../read-event.ts'
import type { ContainerCase } from './cases.ts'
import { type PullCause, pullCauseOf, unknownCause } from './pull-causes.ts'
import { findWaits } from './waits.ts'

/** Attempts that failed; `Error: ImagePullBackOff` is told between them, when nothing was tried. */
export const pullFailures = ({ events, container }: ContainerCase): EventFacts[] =>
  events.filter(
    ({ reason, message, about }) =>
      reason === 'Failed' &&
      /^Failed to pull image|ErrImagePull/.test(message) &&
      (about.container === '' || about.container === container.name),
  )

type Told = { message: string; firstAt?: number; lastAt?: number; count: number }

/** What the kubelet has said about its attempts, newest first. */
const tellings = (subject: ContainerCase): Told[] =>
  [
    ...findWaits(subject.history, /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable)$/).map((one) => ({
      ...one,
      count: 0,
    })),
    ...pullFailures(subject),
  ].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.message < b.message ? 1 : -1))

/** It says that pulling failed, and not of what. */
const isMute = (message: string): boolean => /^(\S*|Error: \w+|Back-off pulling image "[^"]*")$/.test(message)

/** Older kubelets drop the cause once they back off, so the newest message that has one counts. */
export const findPullCause = (
  subject: ContainerCase,
  now: string,
): { cause: PullCause; message: string } | undefined => {
  for (const message of [now, ...tellings(subject).map((one) => one.message)]) {
    const cause = pullCauseOf(message, subject.container.image)
    if (cause) return { cause, message }
  }
  return undefined
}

/** How often it failed for this cause, and since when: a registry may be in trouble first, and refuse then. */
export const attemptsFor = (
  subject: ContainerCase,
  { class: name, isPermanent }: PullCause,
  waitsSince: number,
): { attempts: number; since: number } => {
  const told = tellings(subject).filter(({ message }) => !isMute(message))
  const alike = told.filter(({ message }) => {
    const cause = pullCauseOf(message, subject.container.image) ?? unknownCause
    return cause.class === name && cause.isPermanent === isPermanent
  })
  if (alike.length === told.length) {
    // an Event that all causes share counts too where there is but one
    return { attempts: Math.max(1, ...pullFailures(subject).map((one) => one.count)), since: waitsSince }
  }
  const first = Math.min(...alike.map((one) => one.firstAt ?? subject.now))
  return {
    attempts: alike.reduce((sum, one) => sum + one.count, 0) || 1,
    since: Math.max(waitsSince, first),
  }
}
