import { type FailingProbe, findFailingProbe } from './failing-probe.ts'
import type { Memory } from './memory.ts'
import { type ContainerFacts, portsIn } from './read-container.ts'
import type { PodFacts } from './read-pod.ts'
import { activePods, scopes } from './scope.ts'
import type { RolloutState } from './state.ts'
import { findListening } from './verdicts/listening.ts'

/** Which of these ports answer inside the pod? Ask once per key; with `container`, look inside when none does. */
export type WantedKnock = { key: string; pod: string; ports: number[]; container?: string }

const firstAfterMs = 4_000
const againAfterMs = 10_000
const podsAsked = 2

/** Where servers listen when nobody tells them otherwise. */
const usualPorts = [
  80, 1234, 1337, 3000, 3001, 3333, 4000, 4173, 4200, 4321, 4444, 5000, 5001, 5173, 5555, 7000, 7777, 8000,
  8001, 8008, 8080, 8081, 8082, 8090, 8443, 8787, 8888, 9000, 9090, 9999, 10000,
]

/** Where its newest run says that it listens. */
const portsInLog = (memory: Memory, pod: PodFacts, container: ContainerFacts): number[] => {
  const runs = [...(memory.logs.get(`${pod.name}/${container.name}`)?.values() ?? [])]
  return findListening(runs.at(-1)?.lines ?? []).map((one) => one.port)
}

const portsOf = (memory: Memory, pod: PodFacts, container: ContainerFacts, asked: number): number[] => {
  const said = portsInLog(memory, pod, container)
  const maps = [...memory.contents.values()].filter(
    (one) => one.kind === 'ConfigMap' && container.configMaps.includes(one.name),
  )
  const fromMaps = maps.flatMap((one) => Object.values(one.data).flatMap(portsIn))
  return [
    ...new Set([asked, ...said, ...container.ports, ...container.portsInEnv, ...fromMaps, ...usualPorts]),
  ]
}

const round = ({ forMs }: FailingProbe): number => Math.floor((forMs - firstAfterMs) / againAfterMs)

const fromContainer = (
  memory: Memory,
  pod: PodFacts,
  container: ContainerFacts,
  now: number,
): WantedKnock[] => {
  const failing = findFailingProbe(memory, pod, container, now)
  if (failing?.answer !== 'connection refused' || failing.probe.port === undefined) return []
  if (failing.forMs < firstAfterMs) return []
  const key = `${pod.uid}/${container.name}/${container.restarts}/${round(failing)}`
  const ports = portsOf(memory, pod, container, failing.probe.port)
  return [{ key, pod: pod.name, ports, ...(round(failing) > 0 && { container: container.name }) }]
}

/** A program that runs while its port refuses is slow, or listens elsewhere: knocking tells which. */
export const wantedKnocks = ({ memory, target, now, sight }: RolloutState): WantedKnock[] => {
  if (sight === 'lost') return []
  return scopes(memory, target).flatMap((scope) =>
    activePods(memory, scope)
      .filter((pod) => !pod.ready)
      .slice(0, podsAsked)
      .flatMap((pod) => pod.containers.flatMap((one) => fromContainer(memory, pod, one, now))),
  )
}
