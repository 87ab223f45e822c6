import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { now } from '../controllers/conditions.ts'
import { backOffMs, viewDuration } from './back-off.ts'
import { probeContainer } from './container-probes.ts'
import { rehearsedExits } from './faults.ts'
import { type Exit, type LocalProcess, startProcess } from './local-process.ts'
import { createLogBuffer, type LogBuffer } from './log-buffer.ts'
import type { PodContext } from './pod-context.ts'
import type { ContainerRecord } from './pod-status.ts'
import { type Prepared, prepareContainer } from './prepare-container.ts'
import { pullImage } from './pull-image.ts'
import { settlePort } from './settle-port.ts'
import { aborted, sleep } from './sleep.ts'

/** One container through all its lives. */
export type ContainerRunner = {
  record: ContainerRecord
  /** Ends when the container won't be started again, or the pod goes. */
  run(): Promise<void>
  stop(graceMs: number): Promise<void>
  log(previous: boolean): LogBuffer | undefined
  /** Where this container's process really listens, while there is one. */
  port(): number | undefined
}

type Ended = Exit & { reason: string; message?: string; ranMs: number }

export function createContainerRunner(context: PodContext, record: ContainerRecord): ContainerRunner {
  const { signal, settings } = context
  const name = record.container.name
  let current: LogBuffer | undefined
  let previous: LogBuffer | undefined
  let child: LocalProcess | undefined
  let prepared: Prepared | undefined

  async function run(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const image = await pullImage(context, record)
      prepared = image && (await prepareContainer(context, record, image))
      if (!prepared || signal.aborted) return
      const ended = await live(prepared)
      if (signal.aborted || !ended || !isRestarted(context, record, ended.exitCode)) return
      failures = ended.ranMs > settings.backOffResetMs ? 1 : failures + 1
      await restart(failures)
    }
  }

  /** From start to end. Undefined: it only pretended to run, and its pod is gone. */
  async function live(made: Prepared): Promise<Ended | undefined> {
    begin()
    const rehearsed = context.fault && rehearsedExits[context.fault]
    if (rehearsed && !record.isInit) return rehearse(rehearsed)
    const problem = whySimulated(made)
    if (problem) return simulate(problem)
    try {
      child = await startProcess({ ...made, log: current!, reaper: context.reaper })
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return simulate(`"${made.argv[0]}" is not installed here`)
      return cannotStart(made, code === 'EACCES' ? 'permission denied' : message)
    }
    return watchOver(child, made)
  }

  function begin(): void {
    previous = current ?? previous
    current = createLogBuffer()
    record.containerID = `process://${randomBytes(32).toString('hex')}`
    record.imageID = `sha256:${createHash('sha256').update(record.container.image).digest('hex')}`
    context.tell('Normal', 'Created', `Created container: ${name}`, record)
  }

  function running(): void {
    record.state = { running: { startedAt: now() } }
    record.started = !record.container.startupProbe
    context.tell('Normal', 'Started', `Started container ${name}`, record)
    context.publish()
  }

  async function watchOver(process: LocalProcess, made: Prepared): Promise<Ended> {
    const began = Date.now()
    const over = new AbortController()
    running()
    const life = AbortSignal.any([over.signal, signal])
    if (!record.isInit) void notePort(process.pid, made, life)
    const kill = (by: 'startup' | 'liveness') => {
      context.tell('Normal', 'Killing', `Container ${name} failed ${by} probe, will be restarted`, record)
      void process.stop((context.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000)
    }
    if (!record.isInit) void probeContainer(context, record, made, life, kill)
    const exit = await process.exit
    over.abort()
    child = undefined
    return end({ ...exit, reason: exit.exitCode === 0 ? 'Completed' : 'Error', ranMs: Date.now() - began })
  }

  async function notePort(pid: number, made: Prepared, life: AbortSignal): Promise<void> {
    const usual = record.container.ports?.[0]?.containerPort
    const port = await settlePort(pid, made.port, usual, life)
    if (port !== made.port) current?.write(`sandbox: listens on ${port}, not on the PORT that it was given\n`)
    made.port = port
  }

  async function rehearse({
    exitCode,
    reason,
    log,
  }: {
    exitCode: number
    reason: string
    log: string
  }): Promise<Ended> {
    running()
    current?.write(`${log}\n`)
    await sleep(Math.min(500, settings.retryMs), signal)
    return end({ exitCode, reason, ranMs: 0 })
  }

  async function simulate(why: string): Promise<Ended | undefined> {
    context.markSimulated(why)
    current?.write(`simulated: ${why}\n`)
    running()
    const finishes = record.isInit || (context.pod.spec.restartPolicy ?? 'Always') !== 'Always'
    if (finishes) return end({ exitCode: 0, reason: 'Completed', ranMs: 0 })
    if (context.fault === 'slow') await sleep(settings.slowReadyMs, signal)
    record.started = true
    record.ready = context.fault !== 'never-ready'
    if (!record.ready)
      context.tell(
        'Warning',
        'Unhealthy',
        'Readiness probe failed: HTTP probe failed with statuscode: 503',
        record,
      )
    context.publish()
    await aborted(signal)
    return undefined
  }

  function cannotStart({ argv }: Prepared, why: string): Ended {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${argv[0]}": ${why}: unknown`
    context.tell('Warning', 'Failed', `Error: ${message}`, record)
    end({ exitCode: 128, reason: 'StartError', message, ranMs: 0 })
    record.lastState = record.state
    record.state = { waiting: { reason: 'RunContainerError', message } }
    context.publish()
    return { exitCode: 128, reason: 'StartError', ranMs: 0 }
  }

  function end(ended: Ended): Ended {
    const { exitCode, reason, message } = ended
    const containerID = record.containerID
    current?.end()
    record.ready = false
    record.started = false
    record.state = {
      terminated: {
        exitCode,
        reason,
        ...(message ? { message } : {}),
        startedAt: record.state.running?.startedAt ?? (message ? '1970-01-01T00:00:00Z' : now()),
        finishedAt: now(),
        ...(containerID ? { containerID } : {}),
      },
    }
    context.publish()
    return ended
  }

  /** The first restart is immediate; then the container waits, and the message says how long. */
  async function restart(failures: number): Promise<void> {
    if (record.state.terminated) record.lastState = { terminated: record.state.terminated }
    if (failures > 1) {
      const { name: pod, namespace, uid } = context.pod.metadata
      const wait = backOffMs(failures - 1, settings.backOffBaseMs, settings.backOffMaxMs)
      const who = `container=${name} pod=${pod}_${namespace}(${uid})`
      record.state = {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off ${viewDuration(wait)} restarting failed ${who}`,
        },
      }
      context.tell(
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${name} in pod ${pod}_${namespace}(${uid})`,
        record,
      )
      context.publish()
      await sleep(wait, signal)
    }
    if (!signal.aborted) record.restartCount++
  }

  async function stop(graceMs: number): Promise<void> {
    const { state } = record
    if (child) await child.stop(graceMs)
    else if (state.running) end({ exitCode: 0, reason: 'Completed', ranMs: 0 })
    current?.end()
  }

  return {
    record,
    run,
    stop,
    log: (wantsPrevious) => (wantsPrevious ? previous : current),
    port: () => (child ? prepared?.port : undefined),
  }
}

function isRestarted({ pod }: PodContext, { isInit }: ContainerRecord, exitCode: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always'
  if (isInit) return exitCode !== 0 && policy !== 'Never'
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

function whySimulated({ argv, dir }: Prepared): string | undefined {
  if (argv.length === 0) return 'no start command is known for its image'
  return existsSync(dir) ? undefined : `its folder ${dir} does not exist`
}
