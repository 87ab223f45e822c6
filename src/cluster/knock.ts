import type { Clock, Cluster } from '../ports.ts'
import type { Credentials } from './credentials.ts'
import { openPodPorts, type PodPorts } from './pod-ports.ts'

type Door = { server: string; credentials: () => Promise<Credentials>; clock: Clock }
type Options = Parameters<Cluster['knock']>[0]

const patienceMs = 2_500
const question = Buffer.from('GET / HTTP/1.0\r\nHost: localhost\r\nUser-Agent: k8sdeploy\r\n\r\n')

/** Which of these ports answer inside the pod. Only an answer counts, not a connection. */
export async function knockOnPorts(door: Door, options: Options): Promise<number[]> {
  const credentials = await door.credentials()
  const pod = await openPodPorts({ server: door.server, credentials }, options)
  try {
    return await listen(pod, options, door.clock)
  } finally {
    pod.close()
  }
}

async function listen(pod: PodPorts, { ports, signal }: Options, clock: Clock): Promise<number[]> {
  const settled = new Map<number, boolean>()
  const done = new AbortController()
  const settle = (index: number, isOpen: boolean) => {
    settled.set(index, settled.get(index) ?? isOpen)
    if (settled.size === ports.length) done.abort()
  }
  pod.listen({ data: (index) => settle(index, true), failed: (index) => settle(index, false) })
  pod.onClose(() => done.abort())
  ports.forEach((_, index) => {
    pod.send(index, question)
  })
  await clock.sleep(patienceMs, signal ? AbortSignal.any([done.signal, signal]) : done.signal)
  return ports.filter((_, index) => settled.get(index))
}
