import type { Termination } from '../rollout/read-container.ts'
import type { Scope } from '../rollout/scope.ts'
import { type ContainerCase, containerCases, containerFinding, podCases } from '../rollout/verdicts/cases.ts'
import type { Sight } from '../rollout/verdicts/explains.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'
import { logsCommand } from '../rollout/verdicts/logs-command.ts'
import { nameSubject } from '../rollout/verdicts/name-subject.ts'
import { findProbeKills, type ProbeKills } from '../rollout/verdicts/probe-kill.ts'
import { probeOf } from '../rollout/verdicts/where-to-set.ts'

const restartsNeeded = 2
const slackMs = 5_000
const longAgoMs = 10 * 60_000

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`

type Flap = { last: Termination; lastedMs: number; agoMs: number }

/** Ready at this moment, and not yet for longer than the run before, which ended: a look between two ends finds nothing else. */
const findFlap = ({ container, now }: ContainerCase): Flap | undefined => {
  const { run, last, ready, restarts, kind } = container
  if (kind === 'init' || run.type !== 'running' || !ready || restarts < restartsNeeded) return undefined
  if (last?.startedAt === undefined || last.finishedAt === undefined) return undefined
  const lastedMs = last.finishedAt - last.startedAt
  const agoMs = now - last.finishedAt
  const isOutlived = now - (run.startedAt ?? now) > 2 * lastedMs + slackMs
  return isOutlived || agoMs > longAgoMs ? undefined : { last, lastedMs, agoMs }
}

const liveKills = (subject: ContainerCase): ProbeKills | undefined => {
  const kills = findProbeKills(subject)
  return kills?.kind === 'Liveness' ? kills : undefined
}

const describeEnd = ({ last, agoMs }: Flap, kills: ProbeKills | undefined): string => {
  if (kills) return `its liveness probe had it killed ${kills.count}×, the last time ${seconds(agoMs)} ago`
  const how = last.reason === 'OOMKilled' ? 'for want of memory' : `with exit code ${last.exitCode}`
  return `its last run ended ${how} ${seconds(agoMs)} ago`
}

const classOf = ({ last }: Flap, kills: ProbeKills | undefined): Finding['class'] => {
  if (kills) return 'probe-kill'
  return last.reason === 'OOMKilled' ? 'out-of-memory' : 'dies-after-ready'
}

const flapping = (subject: ContainerCase): Finding | undefined => {
  const flap = findFlap(subject)
  if (!flap) return undefined
  const kills = liveKills(subject)
  const { container } = subject
  return containerFinding(subject, {
    class: classOf(flap, kills),
    field: `${subject.path}.lastState.terminated`,
    message: `${nameSubject(subject)} is Ready at this moment, after ${container.restarts} restarts: ${describeEnd(flap, kills)}, after ${seconds(flap.lastedMs)}`,
    hint: kills
      ? `correct ${probeOf(subject, 'liveness')} (path, port, time), then: k8sdeploy up`
      : logsCommand(subject, { previous: true }),
    count: container.restarts,
    confirmedBy: `restartCount ${container.restarts}, lastState ${flap.last.reason}, exit code ${flap.last.exitCode}`,
    whyNotTransient: kills
      ? 'a fresh start met the same probe and failed it again'
      : 'it has not outlived its last run yet; look again in a while',
    isDefinitive: (kills?.count ?? 0) >= restartsNeeded,
  })
}

/** Pods that a rollout would have seen die, and a single look finds well. */
export const findFlapping = ({ memory }: Sight, scope: Scope, now: number): Finding[] =>
  podCases({ memory, scope, now })
    .filter(({ pod }) => pod.ready)
    .flatMap(containerCases)
    .flatMap((one) => flapping(one) ?? [])
