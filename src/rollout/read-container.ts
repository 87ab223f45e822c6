import type {
  V1Container,
  V1ContainerState,
  V1ContainerStateTerminated,
  V1ContainerStatus,
} from '@kubernetes/client-node'
import { readTime } from './read-metadata.ts'
import { type ProbeFacts, readProbe } from './read-probe.ts'

export type Termination = {
  /** Tells one run of the container from the next. */
  id: string
  exitCode: number
  reason: string
  message: string
  startedAt?: number
  finishedAt?: number
}

export type ContainerRun =
  | { type: 'waiting'; reason: string; message: string }
  | { type: 'running'; startedAt?: number }
  | ({ type: 'terminated' } & Termination)
  | { type: 'unknown' }

export type ContainerFacts = {
  name: string
  /** `sidecar`: an init container that keeps running beside the others. */
  kind: 'main' | 'init' | 'sidecar'
  image: string
  restarts: number
  ready: boolean
  started: boolean
  run: ContainerRun
  last?: Termination
  ports: number[]
  portNames: string[]
  /** Numbers in its variables that could be ports, and the ConfigMaps that hold more of its variables. */
  portsInEnv: number[]
  configMaps: string[]
  requests: Record<string, string>
  limits: Record<string, string>
  /** The command of its postStart hook, if that is one. */
  postStart?: string[]
  probes: { readiness?: ProbeFacts; liveness?: ProbeFacts; startup?: ProbeFacts }
}

const readTermination = (state: V1ContainerStateTerminated): Termination => ({
  id: state.containerID || String(state.finishedAt ?? ''),
  exitCode: state.exitCode,
  reason: state.reason ?? '',
  message: state.message ?? '',
  startedAt: readTime(state.startedAt),
  finishedAt: readTime(state.finishedAt),
})

const readRun = (state: V1ContainerState | undefined): ContainerRun => {
  if (state?.waiting)
    return { type: 'waiting', reason: state.waiting.reason ?? '', message: state.waiting.message ?? '' }
  if (state?.running) return { type: 'running', startedAt: readTime(state.running.startedAt) }
  if (state?.terminated) return { type: 'terminated', ...readTermination(state.terminated) }
  return { type: 'unknown' }
}

/** `9999`, `:9999`, `0.0.0.0:9999`, `http://api:9999/`; not the digits of something longer. */
export const portsIn = (value: string): number[] =>
  [...value.matchAll(/(?<![\w.-])(?:[\w.-]*:)?(\d{2,5})(?![\w.:-])/g)]
    .map((match) => Number(match[1]))
    .filter((port) => port > 0 && port < 65_536)

type SpecFacts = Omit<ContainerFacts, 'kind' | 'restarts' | 'ready' | 'started' | 'run' | 'last'>

const readSpec = (spec: V1Container): SpecFacts => ({
  name: spec.name,
  image: spec.image ?? '',
  ports: (spec.ports ?? []).map((port) => port.containerPort),
  portNames: (spec.ports ?? []).flatMap(({ name }) => name ?? []),
  portsInEnv: (spec.env ?? []).flatMap(({ value }) => portsIn(value ?? '')),
  configMaps: (spec.envFrom ?? []).flatMap(({ configMapRef }) => configMapRef?.name ?? []),
  requests: spec.resources?.requests ?? {},
  limits: spec.resources?.limits ?? {},
  postStart: spec.lifecycle?.postStart?.exec?.command,
  probes: {
    readiness: readProbe(spec, spec.readinessProbe),
    liveness: readProbe(spec, spec.livenessProbe),
    startup: readProbe(spec, spec.startupProbe),
  },
})

const known = new WeakMap<V1Container, SpecFacts>()

/** Pods of one template hold the same object as their container: it is read once for all of them. */
const readSpecOnce = (spec: V1Container): SpecFacts => {
  const facts = known.get(spec) ?? readSpec(spec)
  known.set(spec, facts)
  return facts
}

export const readContainer = (
  spec: V1Container,
  status: V1ContainerStatus | undefined,
  isInit: boolean,
): ContainerFacts => ({
  kind: isInit ? (spec.restartPolicy === 'Always' ? 'sidecar' : 'init') : 'main',
  restarts: status?.restartCount ?? 0,
  ready: status?.ready ?? false,
  started: status?.started ?? false,
  run: readRun(status?.state),
  last: status?.lastState?.terminated && readTermination(status.lastState.terminated),
  ...readSpecOnce(spec),
})
