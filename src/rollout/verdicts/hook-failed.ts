import { summarizeExecError } from '../summarize-exec-error.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { countExits } from './exits-of.ts'
import { findWaits } from './waits.ts'

type Failure = { message: string; firstAt: number }

const findFailure = (subject: ContainerCase): Failure | undefined => {
  const [wait] = findWaits(subject.history, /^PostStartHookError$/)
  if (wait) return { message: wait.message, firstAt: wait.firstAt }
  const event = subject.events.find(
    ({ reason, about }) => reason === 'FailedPostStartHook' && about.container === subject.container.name,
  )
  return event && { message: event.message, firstAt: event.firstAt ?? subject.now }
}

/** The Event says nothing but that it failed; the command is then all there is to tell it by. */
export const hookOf = ({ container }: ContainerCase): string =>
  `the postStart hook of container ${container.name}${container.postStart ? ` (${container.postStart.join(' ').slice(0, 100)})` : ''}`

const shorten = (message: string): string =>
  summarizeExecError(message) ??
  message
    .replace(/^.*? failed - error: /s, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .slice(0, 300)

/** The program may be well: Kubernetes ends it because what is to run right after its start fails. */
export const hookFailed: ContainerRule = (subject) => {
  const failure = findFailure(subject)
  if (!failure || subject.container.ready) return undefined
  const count = Math.max(1, countExits(subject))
  return containerFinding(subject, {
    class: 'cannot-start',
    field: `${subject.path}.state.waiting`,
    message: `${subject.scope.component.role} cannot start: ${hookOf(subject)} fails: ${shorten(failure.message)}`,
    hint: 'correct lifecycle.postStart in the chart, then: k8sdeploy up',
    firstSeen: failure.firstAt,
    count,
    confirmedBy: failure.message,
    whyNotTransient: 'Kubernetes ends the container each time its hook fails, and it failed each time',
    isDefinitive: count >= 2,
  })
}
