import type { Credentials } from './credentials.ts'
import { podUrl } from './server-url.ts'
import { openWebSocket } from './web-socket.ts'

export type PodDoor = { server: string; credentials: Credentials }
export type PodPortsOptions = {
  namespace: string
  pod: string
  ports: readonly number[]
  signal?: AbortSignal | undefined
}

/** Connections to some ports inside a pod, each known by its place in the list. */
export type PodPorts = {
  /** False while more waits to be sent than should. */
  send(index: number, bytes: Buffer): boolean
  onDrain(drained: () => void): void
  /** Nothing is read before this is called. `failed`: nothing listens there, or the connection broke. */
  listen(listener: {
    data(index: number, bytes: Buffer): void
    failed(index: number, why: string): void
  }): void
  onClose(closed: () => void): void
  pause(): void
  resume(): void
  close(): void
}

/**
 * A port-forward begins in the pod's own network: it reaches loopback too, and needs nothing in the image. Each port
 * has two channels, for data and for an error; the first message on either only repeats its number.
 */
export async function openPodPorts(door: PodDoor, options: PodPortsOptions): Promise<PodPorts> {
  const { ports, signal } = options
  const url = podUrl(door.server, options, 'portforward')
  for (const port of ports) url.searchParams.append('ports', String(port))
  const { credentials } = door
  const socket = await openWebSocket({ url, protocol: 'v4.channel.k8s.io', credentials, signal })
  return {
    send: (index, bytes) => socket.send(Buffer.concat([Buffer.from([index * 2]), bytes])),
    listen({ data, failed }) {
      const greeted = new Set<number>()
      socket.onMessage((message) => {
        const channel = message[0] ?? 0
        if (!greeted.has(channel)) return greeted.add(channel)
        if (message.length < 2 || channel >> 1 >= ports.length) return
        if (channel % 2 === 0) data(channel >> 1, message.subarray(1))
        else failed(channel >> 1, message.toString('utf8', 1))
      })
    },
    onDrain: socket.onDrain,
    onClose: socket.onClose,
    pause: socket.pause,
    resume: socket.resume,
    close: socket.close,
  }
}
