import { findClosedGate } from './closed-gate.ts'
import { isOver } from './is-over.ts'
import { eventsAbout, type Memory } from './memory.ts'
import { isBroken, podPhase } from './pod-phase.ts'
import { lastProbeFailure } from './probe-answer.ts'
import { hasPullTrouble } from './pull-state.ts'
import { findCondition } from './read-condition.ts'
import type { ContainerFacts } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import { summarizePullError } from './summarize-pull-error.ts'
import { withoutDeliberations } from './without-deliberations.ts'

const forPending = (pod: PodFacts): string => {
  const message = findCondition(pod.conditions, 'PodScheduled')?.message
  return message ? `waiting for a node: ${withoutDeliberations(message)}` : 'waiting for the scheduler'
}

const forPulling = (pod: PodFacts): string => {
  const stuck = pod.containers.find(hasPullTrouble)
  if (stuck?.run.type === 'waiting')
    return `cannot pull ${stuck.image}: ${summarizePullError(stuck.run.message)}`
  const next = pod.containers.find((one) => one.run.type === 'waiting')
  return `pulling ${next?.image ?? 'the image'}`
}

const mountTrouble = (memory: Memory, pod: PodFacts): string | undefined =>
  eventsAbout(memory, pod.uid).find((one) => /^Failed(Mount|AttachVolume|CreatePodSandBox)$/.test(one.reason))
    ?.message

const forStarting = (memory: Memory, pod: PodFacts): string => {
  const init = pod.containers.find((one) => one.kind === 'init' && one.run.type === 'running')
  if (init) return `init container ${init.name} is running`
  const refused = pod.containers.find(
    (one) => one.run.type === 'waiting' && !/^(ContainerCreating|PodInitializing|)$/.test(one.run.reason),
  )
  if (refused?.run.type === 'waiting') return `${refused.run.reason}: ${refused.run.message}`
  return mountTrouble(memory, pod) ?? 'creating the container'
}

const forProbe = (memory: Memory, pod: PodFacts, container: ContainerFacts): string => {
  const isStarting = Boolean(container.probes.startup) && !container.started
  const probe = isStarting ? container.probes.startup : container.probes.readiness
  const kind = isStarting ? 'Startup' : 'Readiness'
  const failure = lastProbeFailure(memory, pod.uid, kind, container)
  const what = probe ? `${kind.toLowerCase()} ${probe.what}` : 'readiness'
  return `waiting for ${what}${failure ? `: ${failure.answer}` : ''}`
}

const forRunning = (memory: Memory, pod: PodFacts): string => {
  const unready = pod.containers.find((one) => one.kind === 'main' && !one.ready)
  if (unready) return forProbe(memory, pod, unready)
  const gate = findClosedGate(pod)
  return gate
    ? `waiting for the readiness gate ${gate.name}: ${gate.told}`
    : 'waiting for the Ready condition'
}

const forFailed = (pod: PodFacts): string => {
  if (pod.reason) return `${pod.reason}: ${pod.message}`.replace(/: $/, '')
  const broken = pod.containers.find(isBroken)
  const exit = broken?.run.type === 'terminated' ? broken.run : broken?.last
  const back = broken?.run.type === 'waiting' ? /back-off (\S+)/.exec(broken.run.message)?.[1] : undefined
  const cause = exit
    ? `exit code ${exit.exitCode}${exit.reason === 'OOMKilled' ? ' (out of memory)' : ''}`
    : 'cannot start'
  return `${cause}, restart ${broken?.restarts ?? 0}${back ? `, next in ${back}` : ''}`
}

/** Somebody, or something, asked for it: a drain, the scheduler in favour of another pod, the node. */
const evictionOf = (pod: PodFacts): string => {
  const target = findCondition(pod.conditions, 'DisruptionTarget')
  return target?.status === 'True' ? ['evicted', target.message].filter(Boolean).join(': ') : ''
}

const forTerminating = (pod: PodFacts): string =>
  isOver(pod) ? `runs nothing any more; held by the finalizer ${pod.finalizers.join(', ')}` : evictionOf(pod)

/** The first step that a pod has not taken, as a sentence; empty when there is none. */
export const waitingFor = (memory: Memory, pod: PodFacts): string => {
  const phase = podPhase(memory, pod)
  switch (phase) {
    case 'Pending':
      return forPending(pod)
    case 'Pulling':
      return forPulling(pod)
    case 'Starting':
      return forStarting(memory, pod)
    case 'Running':
      return forRunning(memory, pod)
    case 'Failed':
      return forFailed(pod)
    case 'Terminating':
      return forTerminating(pod)
    case 'Ready':
    case 'Gone':
      return ''
    default:
      return phase satisfies never
  }
}
