import type { Clock, Cluster } from '../ports.ts'
import type { Credentials } from './credentials.ts'
import { resourcePath } from './resources.ts'
import { type OpenSocket, openWebSocket } from './web-socket.ts'

type Door = { server: string; credentials: () => Promise<Credentials>; clock: Clock }
type Options = Parameters<Cluster['knock']>[0]

const patienceMs = 2_500
const question = Buffer.from('GET / HTTP/1.0\r\nHost: localhost\r\nUser-Agent: k8sdeploy\r\n\r\n')

/**
 * Which of these ports answer inside the pod. A port-forward begins in the pod's own network: it reaches loopback too,
 * and needs nothing in the image. Only an answer counts, not a connection.
 */
export async function knockOnPorts(door: Door, options: Options): Promise<number[]> {
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: options.namespace, name: options.pod }
  const url = new URL(door.server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}${resourcePath(ref)}/portforward`
  for (const port of options.ports) url.searchParams.append('ports', String(port))
  const credentials = await door.credentials()
  const { signal } = options
  const socket = await openWebSocket({ url, protocol: 'v4.channel.k8s.io', credentials, signal })
  try {
    return await listen(socket, options, door.clock)
  } finally {
    socket.close()
  }
}

/** Each port has two channels, for data and for an error; the first message on either only repeats its number. */
async function listen(socket: OpenSocket, { ports, signal }: Options, clock: Clock): Promise<number[]> {
  const greeted = new Set<number>()
  const settled = new Map<number, boolean>()
  const done = new AbortController()
  socket.onMessage((message) => {
    const channel = message[0] ?? 0
    if (!greeted.has(channel)) return greeted.add(channel)
    const port = ports[channel >> 1]
    if (port === undefined || message.length < 2) return
    settled.set(port, channel % 2 === 0)
    if (settled.size === ports.length) done.abort()
  })
  socket.onClose(() => done.abort())
  ports.forEach((_, index) => {
    socket.send(Buffer.concat([Buffer.from([index * 2]), question]))
  })
  await clock.sleep(patienceMs, signal ? AbortSignal.any([done.signal, signal]) : done.signal)
  return ports.filter((port) => settled.get(port))
}
