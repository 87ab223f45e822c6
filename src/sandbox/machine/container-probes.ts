import type { Probe } from '../controllers/objects.ts'
import type { PodContext } from './pod-context.ts'
import type { ContainerRecord } from './pod-status.ts'
import type { Prepared } from './prepare-container.ts'
import { type ProbeResult, type ProbeTarget, probeTcp, runProbe } from './run-probe.ts'
import { sleep } from './sleep.ts'
import { watchProbe } from './watch-probe.ts'

type ProbeKind = 'startup' | 'readiness' | 'liveness'
const titles: Record<ProbeKind, string> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' }
const lookMs = 50

/** Startup first, then readiness and liveness, until the signal fires. `kill` is what a failed startup or liveness probe asks for. */
export async function probeContainer(
  context: PodContext,
  record: ContainerRecord,
  prepared: Prepared,
  signal: AbortSignal,
  kill: (by: 'startup' | 'liveness') => void,
): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = record.container
  const began = Date.now()
  const target = probeTarget(context, record, prepared)
  const watch = async (
    kind: ProbeKind,
    probe: Probe,
    initially: boolean,
    onChange: (ok: boolean) => boolean,
  ) => {
    await sleep(Math.max(0, began + (probe.initialDelaySeconds ?? 0) * 1000 - Date.now()), signal)
    await untilListening(probe, target, signal)
    const run = () =>
      (kind === 'readiness' ? rehearsedReadiness(context, began) : undefined) ?? runProbe(probe, target)
    const onFailure = (message: string) =>
      context.tell('Warning', 'Unhealthy', `${titles[kind]} probe failed: ${message}`, record)
    await watchProbe({ probe, run, onFailure, onChange }, initially, signal)
  }

  if (startupProbe && !(await passesStartup(watch, startupProbe, kill))) return
  if (signal.aborted) return
  record.started = true
  context.publish()
  void watchReadiness(context, record, readinessProbe, began, signal, watch)
  const watchLiveness = (ok: boolean) => {
    if (!ok) kill('liveness')
    return ok
  }
  if (livenessProbe) void watch('liveness', livenessProbe, true, watchLiveness)
}

type Watch = (
  kind: ProbeKind,
  probe: Probe,
  initially: boolean,
  onChange: (ok: boolean) => boolean,
) => Promise<void>

async function passesStartup(watch: Watch, probe: Probe, kill: (by: 'startup') => void): Promise<boolean> {
  let passed = false
  await watch('startup', probe, false, (ok) => {
    passed = ok
    if (!ok) kill('startup')
    return false
  })
  return passed
}

async function watchReadiness(
  context: PodContext,
  record: ContainerRecord,
  probe: Probe | undefined,
  began: number,
  signal: AbortSignal,
  watch: Watch,
): Promise<void> {
  const become = (ready: boolean) => {
    if (signal.aborted || record.ready === ready) return true
    record.ready = ready
    context.publish()
    return true
  }
  if (probe) return watch('readiness', probe, false, become)
  if (context.fault === 'slow')
    await sleep(Math.max(0, began + context.settings.slowReadyMs - Date.now()), signal)
  if (context.fault !== 'never-ready') become(true)
}

/** A rehearsed answer in place of the app's own. */
function rehearsedReadiness(
  { fault, settings }: PodContext,
  began: number,
): Promise<ProbeResult> | undefined {
  const isLate = fault === 'slow' && Date.now() < began + settings.slowReadyMs
  if (fault !== 'never-ready' && !isLate) return undefined
  return Promise.resolve({ ok: false, message: 'HTTP probe failed with statuscode: 503' })
}

/** A kubelet's first look comes at some time within the first period; ours as soon as somebody listens. */
async function untilListening(probe: Probe, target: ProbeTarget, signal: AbortSignal): Promise<void> {
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port
  if (port === undefined) return
  const end = Date.now() + (probe.periodSeconds ?? 10) * 1000
  while (!signal.aborted && Date.now() < end) {
    if ((await probeTcp(target.localPort(port), '', 1000)).ok) return
    await sleep(lookMs, signal)
  }
}

function probeTarget({ podIP }: PodContext, { container }: ContainerRecord, prepared: Prepared): ProbeTarget {
  const numberOf = (named: number | string | undefined): number => {
    if (typeof named === 'number') return named
    const found = container.ports?.find((one) => one.name === named)
    return found?.containerPort ?? Number(named ?? 0)
  }
  const usual = container.ports?.[0]?.containerPort
  return {
    localPort: (named) =>
      usual === undefined || numberOf(named) === usual ? prepared.port : numberOf(named),
    shownAddress: (named) => `${podIP}:${numberOf(named)}`,
    dir: prepared.dir,
    env: prepared.env,
  }
}
