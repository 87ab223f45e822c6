import { placeOf } from '../failing-probe.ts'
import { lastProbeFailure } from '../probe-answer.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { isDatabaseAsleep } from './database.ts'
import { nameSubject } from './name-subject.ts'
import { probeOf } from './where-to-set.ts'

export type ProbeKills = { kind: 'Liveness' | 'Startup'; count: number; firstAt: number; lastAt: number }

/** Once a whole budget is used up, a second start that is no better for this long is believed to be like the first. */
const noBetterMs = 30_000

/** Exit codes can't tell a probe's kill from an end of the program's own; only this Event (of type Normal) does. */
export const findProbeKills = (subject: ContainerCase): ProbeKills | undefined => {
  const kills = subject.events.filter(
    (one) =>
      one.reason === 'Killing' &&
      one.message.toLowerCase().includes(`container ${subject.container.name} failed`) &&
      /(liveness|startup) probe/.test(one.message),
  )
  if (kills.length === 0) return undefined
  return {
    kind: kills.some((one) => one.message.includes('startup')) ? 'Startup' : 'Liveness',
    count: kills.reduce((sum, one) => sum + one.count, 0),
    firstAt: Math.min(...kills.map((one) => one.firstAt ?? subject.now)),
    lastAt: Math.max(...kills.map((one) => one.lastAt ?? 0)),
  }
}

const answerOf = ({ memory, pod, container }: ContainerCase, { kind }: ProbeKills): string | undefined =>
  lastProbeFailure(memory, pod.uid, kind, container)?.answer

/** Where nobody answered, the probe may be right: the program listens elsewhere, or not in time. */
const hintFor = (subject: ContainerCase, kills: ProbeKills): string => {
  const { role } = subject.scope.component
  const kind = kills.kind === 'Startup' ? 'startup' : 'liveness'
  const { port } = subject.container.probes[kind] ?? {}
  return kills.kind === 'Startup' && answerOf(subject, kills) === 'connection refused' && port !== undefined
    ? `let the ${role} listen on 0.0.0.0:${port}, or give it more time with ${probeOf(subject, kind)}, then: k8sdeploy up`
    : `correct ${probeOf(subject, kind)} (path, port, time), then: k8sdeploy up`
}

const describe = (subject: ContainerCase, kills: ProbeKills): string => {
  const probe = subject.container.probes[kills.kind === 'Startup' ? 'startup' : 'liveness']
  const answer = answerOf(subject, kills)
  return `${kills.kind.toLowerCase()} probe${probe ? ` ${placeOf(probe)}` : ''}${answer ? ` (last answer: ${answer})` : ''}`
}

/** The kubelet stops telling of failures after 25; that the container has not started yet it never stops telling. */
const noBetterAt = ({ container }: ContainerCase, { kind, lastAt }: ProbeKills): number | undefined => {
  if (kind !== 'Startup' || container.run.type !== 'running' || container.started) return undefined
  const { startedAt = 0 } = container.run
  return startedAt >= lastAt && startedAt > 0 ? startedAt + noBetterMs : undefined
}

export const probeKill: ContainerRule = (subject) => {
  const kills = findProbeKills(subject)
  if (!kills || subject.container.ready) return undefined
  const isWaking = isDatabaseAsleep(subject)
  const certainAt = noBetterAt(subject, kills) ?? Number.POSITIVE_INFINITY
  return containerFinding(subject, {
    class: 'probe-kill',
    field: `events[reason=Killing]`,
    message: `${nameSubject(subject)} did not crash: Kubernetes killed it ${kills.count}× because of its ${describe(subject, kills)}`,
    hint: hintFor(subject, kills),
    firstSeen: kills.firstAt,
    count: kills.count,
    confirmedBy: `Event Killing: Container ${subject.container.name} failed ${kills.kind.toLowerCase()} probe`,
    whyNotTransient: 'a fresh start met the same probe and failed it again',
    isDefinitive: (kills.count >= 2 || subject.now >= certainAt) && !isWaking,
    ...(!isWaking && Number.isFinite(certainAt) && { certainAt }),
  })
}
