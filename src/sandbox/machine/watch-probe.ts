import type { Probe } from '../controllers/objects.ts'
import type { ProbeResult } from './run-probe.ts'
import { sleep } from './sleep.ts'

export type ProbeWatch = {
  probe: Probe
  run(): Promise<ProbeResult>
  /** Every single failure, as the kubelet reports it. */
  onFailure(message: string): void
  /** A threshold was crossed. Return false to stop probing. */
  onChange(ok: boolean): boolean
}

/** Probes with the kubelet's periods and thresholds until the signal fires. `initially` is what counts before the first crossing. */
export async function watchProbe(
  { probe, run, onFailure, onChange }: ProbeWatch,
  initially: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe
  let state = initially
  let streak = 0
  let last: boolean | undefined
  while (!signal.aborted) {
    const result = await run()
    if (signal.aborted) return
    streak = last === result.ok ? streak + 1 : 1
    last = result.ok
    if (!result.ok) onFailure(result.message)
    const isCrossed = streak >= (result.ok ? successThreshold : failureThreshold)
    const isNews = result.ok !== state || (!result.ok && streak === failureThreshold)
    if (isCrossed && isNews) {
      state = result.ok
      if (!onChange(state)) return
    }
    await sleep(periodSeconds * 1000, signal)
  }
}
