import type { PodDoor } from './pod-ports.ts'
import { podUrl } from './server-url.ts'
import { openWebSocket } from './web-socket.ts'

type Place = { namespace: string; pod: string; container: string; signal?: AbortSignal | undefined }

const patienceMs = 2_500
/** `/proc/net/tcp`'s name for LISTEN. */
const listens = '0A'
const stdout = 1
/** Carries the exit status, once the command has ended. */
const ended = 3

/**
 * The ports that a container's programs listen on, whatever address they chose: a port-forward reaches `::1` only where
 * the node's /etc/hosts names it. Reads two files of the kernel with the image's own `cat`; without one there is no answer.
 */
export async function listeningPorts(door: PodDoor, { signal, ...place }: Place): Promise<Set<number>> {
  const limit = AbortSignal.timeout(patienceMs)
  const socket = await openWebSocket({
    url: execUrl(door.server, place),
    protocol: 'v4.channel.k8s.io',
    credentials: door.credentials,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  })
  const parts: Buffer[] = []
  const timer = setTimeout(socket.close, patienceMs)
  await new Promise<void>((resolve) => {
    socket.onClose(resolve)
    socket.onMessage((message) => {
      if (message[0] === stdout) parts.push(message.subarray(1))
      if (message[0] === ended) resolve()
    })
  })
  clearTimeout(timer)
  socket.close()
  return readListening(Buffer.concat(parts).toString('latin1'))
}

function execUrl(server: string, place: Omit<Place, 'signal'>): URL {
  const url = podUrl(server, place, 'exec')
  for (const word of ['cat', '/proc/net/tcp', '/proc/net/tcp6']) url.searchParams.append('command', word)
  url.searchParams.set('container', place.container)
  url.searchParams.set('stdout', 'true')
  return url
}

/** Lines such as `0: 0100007F:1F40 00000000:0000 0A …`: number, local address and port in hexadecimal, peer, state. */
export function readListening(table: string): Set<number> {
  const rows = table.matchAll(/^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} ([\dA-F]{2}) /gm)
  return new Set(
    [...rows].filter(([, , state]) => state === listens).map(([, port]) => Number.parseInt(port!, 16)),
  )
}
