/** The kubelet's own times; tests and impatient rehearsals make them shorter. */
export type MachineSettings = {
  backOffBaseMs: number
  backOffMaxMs: number
  /** How long a container must run for its back-off to be forgotten. */
  backOffResetMs: number
  retryMs: number
  slowPullMs: number
  slowReadyMs: number
}

export const kubeletSettings: MachineSettings = {
  backOffBaseMs: 10_000,
  backOffMaxMs: 300_000,
  backOffResetMs: 600_000,
  retryMs: 3000,
  slowPullMs: 8000,
  slowReadyMs: 12_000,
}

/** `K8SDEPLOY_SANDBOX_BACKOFF_MS=500`: the first back-off; the others keep their proportion to it. */
export function readSettings(env: Record<string, string | undefined>): MachineSettings {
  const base = Number(env['K8SDEPLOY_SANDBOX_BACKOFF_MS'])
  if (!(base > 0)) return kubeletSettings
  const scale = base / kubeletSettings.backOffBaseMs
  const scaled = Object.entries(kubeletSettings).map(([name, value]) => [name, Math.max(20, value * scale)])
  return { ...(Object.fromEntries(scaled) as MachineSettings), backOffBaseMs: base }
}
