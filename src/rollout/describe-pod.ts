import { eventsAbout, historyOf, type Memory } from './memory.ts'
import { isBroken, podPhase } from './pod-phase.ts'
import { pullingSince } from './pull-state.ts'
import { findCondition } from './read-condition.ts'
import type { PodFacts } from './read-pod.ts'
import { probeBudgetSeconds } from './read-probe.ts'
import type { Component } from './scope.ts'
import type { PodPhase, PodState } from './state.ts'
import { waitingFor } from './waiting-for.ts'

const eventAt = (memory: Memory, pod: PodFacts, reason: string): number | undefined => {
  const times = eventsAbout(memory, pod.uid)
    .filter((one) => one.reason === reason)
    .map((one) => one.lastAt ?? 0)
  return times.length > 0 ? Math.max(...times) : undefined
}

const earliest = (times: (number | undefined)[]): number | undefined => {
  const known = times.filter((one) => one !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

const startedAt = (memory: Memory, pod: PodFacts): number | undefined =>
  earliest(
    pod.containers
      .filter((one) => one.kind === 'main')
      .flatMap((one) => [
        one.run.type === 'running' ? one.run.startedAt : undefined,
        ...[...historyOf(memory, pod.uid, one.name).exits.values()].map((exit) => exit.startedAt),
      ]),
  )

const terminatingAt = (pod: PodFacts): number | undefined =>
  pod.deletionAt === undefined ? undefined : pod.deletionAt - pod.graceSeconds * 1000

/** When it was Ready for the first time, as far as we or the pod itself can tell. */
export const firstReadyAt = (memory: Memory, pod: PodFacts): number | undefined => {
  const since = pod.ready ? findCondition(pod.conditions, 'Ready')?.since : undefined
  return earliest([memory.readyAt.get(pod.uid), since])
}

const podTimeline = (memory: Memory, pod: PodFacts, before: PodState | undefined): PodState['timeline'] => ({
  created: pod.createdAt,
  scheduled: pod.scheduled ? findCondition(pod.conditions, 'PodScheduled')?.since : undefined,
  pulled: eventAt(memory, pod, 'Pulled'),
  started: startedAt(memory, pod),
  ready: firstReadyAt(memory, pod),
  // the kubelet's last word on a pod that has ended deletes it once more, without grace
  terminating: earliest([before?.timeline.terminating, terminatingAt(pod)]),
  gone: memory.gone.get(pod.uid),
})

const endedAt = (pod: PodFacts): number | undefined => {
  const broken = pod.containers.find(isBroken)
  return broken?.run.type === 'terminated' ? broken.run.finishedAt : broken?.last?.finishedAt
}

const phaseSince = (
  memory: Memory,
  pod: PodFacts,
  phase: PodPhase,
  timeline: PodState['timeline'],
): number | undefined => {
  switch (phase) {
    case 'Pending':
      return pod.createdAt
    case 'Pulling':
      return pullingSince(memory, pod) ?? timeline.scheduled
    case 'Starting':
      return timeline.pulled ?? timeline.scheduled
    case 'Running':
      return timeline.started
    case 'Ready':
      return findCondition(pod.conditions, 'Ready')?.since
    case 'Failed':
      return endedAt(pod)
    case 'Terminating':
      return timeline.terminating
    case 'Gone':
      return timeline.gone
    default:
      return phase satisfies never
  }
}

/** The first container that its startup probe will end. */
const startBy = (pod: PodFacts): number | undefined =>
  earliest(
    pod.containers.map(({ run, started, probes }) =>
      run.type === 'running' && run.startedAt !== undefined && probes.startup && !started
        ? run.startedAt + probeBudgetSeconds(probes.startup) * 1000
        : undefined,
    ),
  )

export const describePod = (
  memory: Memory,
  component: Component,
  pod: PodFacts,
  isNew: boolean,
  before: PodState | undefined,
  now: number,
): PodState => {
  const phase = podPhase(memory, pod)
  const timeline = podTimeline(memory, pod, before)
  const known = before?.phase === phase ? before.since : now
  return {
    name: pod.name,
    uid: pod.uid,
    component: component.role,
    isNew,
    phase,
    since: phaseSince(memory, pod, phase, timeline) ?? known,
    waitingFor: waitingFor(memory, pod),
    restarts: pod.containers.reduce((sum, one) => sum + one.restarts, 0),
    ...(phase === 'Terminating' && { killAt: pod.deletionAt }),
    ...(phase === 'Running' && { startBy: startBy(pod) }),
    timeline,
    simulated: pod.simulated,
  }
}
