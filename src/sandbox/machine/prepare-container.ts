import { resolveEnvironment } from './environment.ts'
import { findFreePort } from './free-port.ts'
import type { SandboxImage } from './images.ts'
import type { PodContext } from './pod-context.ts'
import type { ContainerRecord } from './pod-status.ts'
import { pointAtServices } from './point-at-services.ts'
import { sleep } from './sleep.ts'
import { startCommand } from './start-command.ts'

export type Prepared = { argv: string[]; dir: string; env: Record<string, string>; port: number }

/** Waits until everything the container refers to exists; undefined when the pod goes first. */
export async function prepareContainer(
  context: PodContext,
  record: ContainerRecord,
  image: SandboxImage,
): Promise<Prepared | undefined> {
  const { pod, store, signal, settings } = context
  while (!signal.aborted) {
    const missing = rehearsedMissing(context)
    const resolved = missing ? { missing } : resolveEnvironment(store, pod, record.container)
    if ('env' in resolved) return complete(context, record, image, resolved.env)
    record.state = { waiting: { reason: 'CreateContainerConfigError', message: resolved.missing } }
    context.tell('Warning', 'Failed', `Error: ${resolved.missing}`, record)
    context.publish()
    await sleep(settings.retryMs, signal)
  }
  return undefined
}

const rehearsedMissing = ({ fault, pod }: PodContext): string | undefined =>
  fault === 'config-missing'
    ? `secret "${pod.metadata.labels?.['app.kubernetes.io/component'] ?? 'app'}-rehearsed" not found`
    : undefined

async function complete(
  context: PodContext,
  record: ContainerRecord,
  image: SandboxImage,
  own: Record<string, string>,
): Promise<Prepared> {
  const { pod, hostEnv, findAddress } = context
  const port = await findFreePort()
  const pointed = await pointAtServices(own, pod.metadata.namespace, findAddress)
  const env = { ...hostEnv, HOSTNAME: pod.metadata.name, HOST: '127.0.0.1', ...pointed, PORT: String(port) }
  return { argv: startCommand(record.container, image, env, port), dir: image.dir, env, port }
}
