import { spawn } from 'node:child_process'
import { now } from '../controllers/conditions.ts'
import { faultAnnotation } from '../controllers/new-pod.ts'
import type { Pod } from '../controllers/objects.ts'
import { type ContainerRunner, createContainerRunner } from './container-runner.ts'
import type { Fault } from './faults.ts'
import type { LogBuffer } from './log-buffer.ts'
import { missingVolume } from './missing-volume.ts'
import type { MachineParts, PodContext } from './pod-context.ts'
import { hasEndedWell, newRecord, podStatus } from './pod-status.ts'
import { sleep } from './sleep.ts'

export const simulatedAnnotation = 'sandbox.k8sdeploy.dev/simulated'
export const simulatedReasonAnnotation = 'sandbox.k8sdeploy.dev/simulated-reason'

/** One pod, from its node to its end. */
export type PodRunner = {
  uid: string
  log(container: string, previous: boolean): LogBuffer | undefined
  portOf(containerPort: number): number | undefined
  /** Asked to end: politely within `graceMs`, then the pod is removed. */
  terminate(graceMs: number): Promise<void>
}

export function createPodRunner(parts: MachineParts, pod: Pod, podIP: string): PodRunner {
  const { store } = parts
  const { namespace, name, uid } = pod.metadata
  const key = { group: '', resource: 'pods', namespace, name }
  const stopping = new AbortController()
  const startTime = now()
  const fault = pod.metadata.annotations?.[faultAnnotation] as Fault | undefined
  const inits = pod.spec.initContainers ?? []
  let hasSandbox = false

  const fresh = (): Pod | undefined => {
    const found = store.get(key) as Pod | undefined
    return found?.metadata.uid === uid ? found : undefined
  }
  const context: PodContext = {
    ...parts,
    pod,
    podIP,
    fault,
    signal: stopping.signal,
    publish() {
      const seen = fresh()
      if (seen)
        store.updateStatus(key, () =>
          podStatus(seen, { podIP, startTime, hasSandbox, records: runners.map((one) => one.record) }),
        )
    },
    markSimulated(why) {
      const seen = fresh()
      if (!seen) return
      const annotations = {
        ...seen.metadata.annotations,
        [simulatedAnnotation]: 'true',
        [simulatedReasonAnnotation]: why,
      }
      store.update('', 'pods', { ...seen, metadata: { ...seen.metadata, annotations } })
    },
    tell(type, reason, message, record) {
      const where = record
        ? { fieldPath: `spec.${record.isInit ? 'initContainers' : 'containers'}{${record.container.name}}` }
        : {}
      parts.record(pod, { source: 'kubelet', type, reason, message, ...where })
    },
  }
  const first = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const runners: ContainerRunner[] = [
    ...inits.map((container) => createContainerRunner(context, newRecord(container, true, first))),
    ...pod.spec.containers.map((container) =>
      createContainerRunner(context, newRecord(container, false, first)),
    ),
  ]

  async function run(): Promise<void> {
    context.publish()
    if (!(await mountVolumes())) return
    hasSandbox = true
    for (const init of runners.filter(isInit)) {
      await init.run()
      if (stopping.signal.aborted || !hasEndedWell(init.record)) return
      context.publish()
    }
    await Promise.all(runners.filter((one) => !isInit(one)).map((one) => one.run()))
  }

  async function mountVolumes(): Promise<boolean> {
    while (!stopping.signal.aborted) {
      const missing = missingVolume(store, pod)
      if (!missing) return true
      context.tell(
        'Warning',
        'FailedMount',
        `MountVolume.SetUp failed for volume "${missing.volume}" : ${missing.why}`,
      )
      await sleep(parts.settings.retryMs, stopping.signal)
    }
    return false
  }

  async function terminate(graceMs: number): Promise<void> {
    if (stopping.signal.aborted) return
    const began = Date.now()
    const living = runners.filter(({ record }) => record.state.running)
    for (const { record } of living)
      context.tell('Normal', 'Killing', `Stopping container ${record.container.name}`, record)
    if (graceMs > 0) await Promise.all(living.map((one) => beforeStop(one, graceMs)))
    stopping.abort()
    await Promise.all(runners.map((one) => one.stop(Math.max(0, graceMs - (Date.now() - began)))))
    context.publish()
    if (fresh()) store.remove(key, { force: true })
  }

  void finished(run(), context)
  return {
    uid,
    log: (container, previous) =>
      runners.find(({ record }) => record.container.name === container)?.log(previous),
    portOf: (containerPort) => ownerOf(runners, containerPort)?.port(),
    terminate,
  }
}

const isInit = ({ record }: ContainerRunner): boolean => record.isInit

async function finished(running: Promise<void>, context: PodContext): Promise<void> {
  try {
    await running
  } catch (error) {
    context.tell('Warning', 'Failed', `Error: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const ownerOf = (runners: ContainerRunner[], containerPort: number): ContainerRunner | undefined => {
  const mains = runners.filter((one) => !isInit(one))
  return (
    mains.find(({ record }) => record.container.ports?.some((one) => one.containerPort === containerPort)) ??
    mains[0]
  )
}

/** A preStop hook: a pause, or a command; what it answers does not matter. */
function beforeStop({ record }: ContainerRunner, graceMs: number): Promise<void> {
  const hook = record.container.lifecycle?.preStop
  const limit = AbortSignal.timeout(graceMs)
  if (hook?.sleep) return sleep(hook.sleep.seconds * 1000, limit)
  const [file, ...args] = hook?.exec?.command ?? []
  if (file === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'ignore', signal: limit, killSignal: 'SIGKILL' })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
