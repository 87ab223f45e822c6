import { keyOf } from '../controllers/controller.ts'
import type { EventRecorder } from '../controllers/event-recorder.ts'
import { nodeName } from '../controllers/node.ts'
import type { Pod } from '../controllers/objects.ts'
import type { Store } from '../store.ts'
import type { ImageRegistry } from './images.ts'
import type { LogBuffer } from './log-buffer.ts'
import type { MachineParts } from './pod-context.ts'
import { createPodRunner, type PodRunner } from './pod-runner.ts'
import type { Reaper } from './reaper.ts'
import { startServiceProxies } from './service-proxies.ts'
import type { MachineSettings } from './settings.ts'

/** The sandbox's kubelet: runs every pod that the scheduler put on its node. */
export type Machine = {
  log(at: { namespace: string; pod: string; container: string; previous: boolean }): LogBuffer | undefined
  /** Where a pod's process really listens. */
  portOf(at: { namespace: string; pod: string; port: number }): number | undefined
  /** Ends every process. */
  stop(): Promise<void>
}

type Options = {
  store: Store
  record: EventRecorder
  images: ImageRegistry
  reaper: Reaper
  settings: MachineSettings
  hostEnv: Record<string, string>
}

/** A process that ignores SIGTERM must not keep the sandbox from stopping. */
const stopGraceMs = 3000

export function startMachine(options: Options): Machine {
  const { store } = options
  const runners = new Map<string, PodRunner>()
  const addresses = createAddresses()
  const proxies = startServiceProxies(store, options.record, (pod, port) => running(pod)?.portOf(port))
  const parts: MachineParts = { ...options, findAddress: proxies.findAddress }
  const running = (pod: Pod) => {
    const runner = runners.get(keyOf(pod))
    return runner?.uid === pod.metadata.uid ? runner : undefined
  }

  function sync(pod: Pod, isGone: boolean): void {
    const key = keyOf(pod)
    const runner = running(pod)
    if (isGone) forget(key, runner)
    else if (pod.metadata.deletionTimestamp && runner) void runner.terminate(graceLeft(pod))
    else if (pod.metadata.deletionTimestamp) store.remove(podKey(pod), { force: true })
    else if (!runner && isToRun(pod))
      runners.set(key, createPodRunner(parts, pod, addresses.next(pod.metadata.uid)))
  }

  /** Removed without waiting (`--force`, or at its own end): whatever is left of it ends now. */
  function forget(key: string, runner: PodRunner | undefined): void {
    if (!runner) return
    runners.delete(key)
    addresses.release(runner.uid)
    void runner.terminate(0)
  }

  const unsubscribe = store.subscribe(({ type, resource, object }) => {
    if (resource.group !== '' || resource.resource !== 'pods') return
    const pod = object as Pod
    if (pod.spec.nodeName !== nodeName) return
    setImmediate(() => sync(pod, type === 'DELETED'))
  })

  return {
    log: ({ namespace, pod, container, previous }) =>
      runners.get(`${namespace}/${pod}`)?.log(container, previous),
    portOf: ({ namespace, pod, port }) => runners.get(`${namespace}/${pod}`)?.portOf(port),
    async stop() {
      unsubscribe()
      proxies.stop()
      await Promise.all([...runners.values()].map((runner) => runner.terminate(stopGraceMs)))
      options.reaper.close()
    },
  }
}

const podKey = ({ metadata: { namespace, name } }: Pod) => ({ group: '', resource: 'pods', namespace, name })
const isToRun = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
const graceLeft = ({ metadata }: Pod): number => (metadata.deletionGracePeriodSeconds ?? 0) * 1000

/** Addresses to show; nothing listens on them. */
function createAddresses() {
  const taken = new Map<string, number>()
  const used = new Set<number>()
  let last = 1
  return {
    next(uid: string): string {
      do last = last >= 65_000 ? 2 : last + 1
      while (used.has(last))
      used.add(last)
      taken.set(uid, last)
      return `10.244.${last >> 8}.${last & 255}`
    },
    release(uid: string): void {
      const number = taken.get(uid)
      if (number !== undefined) used.delete(number)
      taken.delete(uid)
    },
  }
}
