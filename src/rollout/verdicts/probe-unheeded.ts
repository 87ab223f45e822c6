import { placeOf } from '../failing-probe.ts'
import { findUnheededProbe, type UnheededProbe } from '../unheeded-probe.ts'
import { type ContainerRule, containerFinding } from './cases.ts'
import { nameSubject } from './name-subject.ts'
import { probeOf } from './where-to-set.ts'

const consequence = ({ kind, probe, isDiscarded }: UnheededProbe): string => {
  if (isDiscarded) return 'Kubernetes never acts on that: it protects nothing'
  const times = `after ${probe.failureThreshold} such answers, ${probe.periodSeconds} s apart`
  return kind === 'liveness'
    ? `Kubernetes kills it ${times}`
    : `Kubernetes takes it from its Service ${times}`
}

/** It is Ready now, and a probe that fails each time has yet to be heeded: never certain, and worth a word all the same. */
export const probeUnheeded: ContainerRule = (subject) => {
  const failing = findUnheededProbe(subject.memory, subject.pod, subject.container, subject.now)
  if (!failing) return undefined
  const { kind, probe, answer, count, firstAt } = failing
  return containerFinding(subject, {
    class: kind === 'liveness' ? 'probe-kill' : 'never-ready',
    field: 'events[reason=Unhealthy]',
    message: `${nameSubject(subject)} is Ready, but its ${kind} probe ${placeOf(probe)} answers ${answer}, ${count}×: ${consequence(failing)}`,
    hint: `correct ${probeOf(subject, kind)} (path, port, time), then: k8sdeploy up`,
    firstSeen: firstAt,
    count,
    confirmedBy: `Event Unhealthy ×${count}: ${answer}`,
    whyNotTransient: 'it gave this answer nearly each time that it was asked',
    isDefinitive: false,
  })
}
