import type { Clock, Cluster } from '../ports.ts'
import type { Credentials } from './credentials.ts'
import { listeningPorts } from './listening-ports.ts'
import { openPodPorts, type PodDoor, type PodPorts } from './pod-ports.ts'

type Door = { server: string; credentials: () => Promise<Credentials>; clock: Clock }
type Options = Parameters<Cluster['knock']>[0]

const patienceMs = 2_500
/** Refusals come back within milliseconds of each other. */
const quietMs = 400

/**
 * Which of these ports take connections inside the pod. Nothing is ever sent: like Kubernetes' own tcp probe it connects
 * and leaves. Bytes that nobody reads would keep a server from closing, or end its program. Where none does, the
 * container that is named is asked what it listens on.
 */
export async function knockOnPorts(door: Door, options: Options): Promise<number[]> {
  const credentials = await door.credentials()
  const open = await knock({ ...door, credentials }, options)
  const { container, ports } = options
  if (open.length > 0 || container === undefined) return open
  const asked = listeningPorts({ server: door.server, credentials }, { ...options, container })
  return asked.then(
    (found) => ports.filter((port) => found.has(port)),
    () => open,
  )
}

async function knock(door: PodDoor & { clock: Clock }, options: Options): Promise<number[]> {
  const pod = await openPodPorts(door, options)
  try {
    return await listen(pod, options, door.clock)
  } finally {
    pod.close()
  }
}

async function listen(pod: PodPorts, { ports, signal }: Options, clock: Clock): Promise<number[]> {
  const spoke = new Set<number>()
  const refused = new Set<number>()
  const closed = new AbortController()
  pod.listen({ data: (index) => spoke.add(index), failed: (index) => refused.add(index) })
  pod.onClose(() => closed.abort())
  const isCutOff = await untilQuiet(
    refused,
    ports.length,
    clock,
    signal ? AbortSignal.any([closed.signal, signal]) : closed.signal,
  )
  // silence means an open port only where refusals get through
  const isTelling = !isCutOff && refused.size * 2 >= ports.length
  return ports.filter((_, index) => spoke.has(index) || (isTelling && !refused.has(index)))
}

/** True if the connection broke before. */
async function untilQuiet(
  refused: ReadonlySet<number>,
  most: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waited = 0; waited < patienceMs && refused.size < most; waited += quietMs) {
    const before = refused.size
    await clock.sleep(quietMs, signal)
    if (signal.aborted) return true
    if (before > 0 && refused.size === before) return false
  }
  return false
}
