import type { V1Pod } from '@kubernetes/client-node'
import { DeployError } from '../errors.ts'
import type { Cluster, PodAddress } from '../ports.ts'
import { readPod } from '../rollout/read-pod.ts'
import { belongsTo, type Whose } from './release-pods.ts'

export type ReadyPods = {
  /** Watches until the signal aborts. */
  watch(): Promise<void>
  /** The newest that is ready, if it may be one that was not tried; waits for it. */
  choose(avoid: readonly string[], signal: AbortSignal): Promise<PodAddress | undefined>
}
type Needs = { cluster: Pick<Cluster, 'watch'>; signal: AbortSignal; note(text: string): void }

/** Keeps an eye on a component's pods, so that whoever comes is sent to one that is ready now. */
export function createReadyPods(whose: Whose, first: V1Pod[], port: number, needs: Needs): ReadyPods {
  const pods = new Map(first.map((pod) => [pod.metadata?.uid, pod]))
  const waiting = new Set<() => void>()

  const learn = (type: 'seen' | 'gone', pod: V1Pod): void => {
    if (type === 'seen') pods.set(pod.metadata?.uid, pod)
    else pods.delete(pod.metadata?.uid)
    for (const look of [...waiting]) look()
  }

  return {
    async watch() {
      for await (const event of needs.cluster.watch(whose.namespace, ['Pod'], needs.signal)) {
        if (event.type === 'lost') needs.note(`lost sight of the cluster, still trying: ${event.message}`)
        if (event.type === 'regained') needs.note('the cluster answers again')
        if (event.type === 'forbidden') throw new DeployError('FORBIDDEN', event.message)
        if ((event.type !== 'seen' && event.type !== 'gone') || event.kind !== 'Pod') continue
        if (belongsTo(whose)(event.object)) learn(event.type, event.object)
      }
    },
    choose: (avoid, signal) =>
      new Promise((resolve) => {
        const look = () => {
          const best = signal.aborted ? undefined : bestOf([...pods.values()], avoid)
          if (!best && !signal.aborted) return
          waiting.delete(look)
          signal.removeEventListener('abort', look)
          resolve(best && addressOf(best, whose.namespace, port))
        }
        waiting.add(look)
        signal.addEventListener('abort', look)
        look()
      }),
  }
}

/** The newest one: after a change it is the one that people want to see. */
function bestOf(pods: V1Pod[], avoid: readonly string[]): V1Pod | undefined {
  const ready = pods.filter((pod) => readPod(pod).ready).sort((a, b) => ageOf(a) - ageOf(b))
  return ready.find(({ metadata }) => !avoid.includes(metadata?.name ?? '')) ?? ready[0]
}

const ageOf = ({ metadata }: V1Pod): number => -Date.parse(String(metadata?.creationTimestamp ?? ''))

/** The chart calls the port `http`; the configured number is right unless somebody has edited the chart. */
function addressOf(pod: V1Pod, namespace: string, port: number): PodAddress {
  return { namespace, pod: pod.metadata?.name ?? '', port: portOf(pod, port) ?? port }
}

export function portOf({ spec }: V1Pod, configured?: number): number | undefined {
  const ports = spec?.containers.flatMap((container) => container.ports ?? []) ?? []
  const named = ports.find(({ name }) => name === 'http')
  return named?.containerPort ?? configured ?? ports[0]?.containerPort
}
