import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { countAlike, exitsOf } from './exits-of.ts'
import { nameSubject } from './name-subject.ts'
import { findProbeKills } from './probe-kill.ts'

/** The Event that tells of a probe's kill arrives up to six seconds after the exit. */
export const killEventDelayMs = 7_000

/** A busy kubelet tells late, or drops what it should tell: while it has said nothing since the end, a kill may be unheard. */
const unheardMs = 60_000

const isHeard = (subject: ContainerCase, endedAt: number): boolean =>
  subject.events.some((one) => (one.lastAt ?? 0) >= endedAt - 999)

const patienceMs = (subject: ContainerCase, endedAt: number): number => {
  const { liveness, startup } = subject.container.probes
  return isHeard(subject, endedAt) || (!liveness && !startup) ? killEventDelayMs : unheardMs
}

const hintFor = (subject: ContainerCase): string => {
  const { role } = subject.scope.component
  return nameSubject(subject) === role
    ? `let CMD of the ${role}’s Dockerfile start the server in the foreground, then: k8sdeploy up`
    : `let the command of container ${subject.container.name} run in the foreground, or make it an init container that may end, then: k8sdeploy up`
}

export const exits: ContainerRule = (subject) => {
  const done = exitsOf(subject).filter((one) => one.exitCode === 0)
  const isOver = subject.container.run.type !== 'running' && subject.container.kind !== 'init'
  if (done.length === 0 || !isOver || findProbeKills(subject)) return undefined
  const count = countAlike(subject, (one) => one.exitCode === 0)
  const last = done.at(-1)!
  return containerFinding(subject, {
    class: 'exits',
    field: `${subject.path}.lastState.terminated`,
    message: `${nameSubject(subject)} ended by itself ${count}× with exit code 0: a server must keep running`,
    hint: hintFor(subject),
    firstSeen: done[0]!.seenAt,
    count,
    confirmedBy: 'terminated: Completed, exit code 0',
    whyNotTransient: 'the program finished its work each time; nothing failed that could heal',
    isDefinitive:
      count >= 2 && subject.now - last.seenAt >= patienceMs(subject, last.finishedAt ?? last.seenAt),
  })
}
