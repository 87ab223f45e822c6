import { type ContainerRule, containerFinding } from './cases.ts'
import { countAlike, exitsOf } from './exits-of.ts'
import { findProbeKills } from './probe-kill.ts'

/** The Event that tells of a probe's kill arrives up to six seconds after the exit. */
export const killEventDelayMs = 7_000

export const exits: ContainerRule = (subject) => {
  const done = exitsOf(subject).filter((one) => one.exitCode === 0)
  const isOver = subject.container.run.type !== 'running' && subject.container.kind === 'main'
  if (done.length === 0 || !isOver || findProbeKills(subject)) return undefined
  const { role } = subject.scope.component
  const count = countAlike(subject, (one) => one.exitCode === 0)
  return containerFinding(subject, {
    class: 'exits',
    field: `${subject.path}.lastState.terminated`,
    message: `${role} ended by itself ${count}× with exit code 0: a server must keep running`,
    hint: `let CMD of the ${role}’s Dockerfile start the server in the foreground, then: k8sdeploy up`,
    firstSeen: done[0]!.seenAt,
    count,
    confirmedBy: 'terminated: Completed, exit code 0',
    whyNotTransient: 'the program finished its work each time; nothing failed that could heal',
    isDefinitive: count >= 2 && subject.now - done.at(-1)!.seenAt >= killEventDelayMs,
  })
}
