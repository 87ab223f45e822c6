import { setMaxListeners } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { DeployError } from '../errors.ts'
import type { Clock, Cluster } from '../ports.ts'
import { carryConnection } from './carry-connection.ts'
import type { DialPod } from './dial-pod.ts'

type Options = Parameters<Cluster['forward']>[0]

const loopback = '127.0.0.1'

/** Listens on this machine only; each connection goes to whichever pod is the right one when it comes. */
export async function forwardPort(
  { dial, clock }: { dial: DialPod; clock: Clock },
  { choose, missed, localPort, signal }: Options,
): Promise<{ port: number; ended: Promise<void> }> {
  // every connection listens to it
  setMaxListeners(0, signal)
  const locals = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true })
  const port = await listen(server, localPort)
  const ended = new Promise<void>((resolve, reject) => {
    server.once('close', resolve).once('error', reject)
    server.on('connection', (local) => {
      locals.add(local)
      // who has hung up is told nothing, and `close` follows
      local.on('error', () => undefined).once('close', () => locals.delete(local))
      carryConnection(local, { clock, dial, choose, missed, signal }).catch((error: unknown) => {
        local.destroy()
        reject(error)
      })
    })
  })
  const stop = () => {
    server.close()
    for (const local of locals) local.destroy()
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  return { port, ended: ended.finally(stop) }
}

/** The wished port if it is free; any other where it was only a wish. */
async function listen(server: Server, { number, isWish }: Options['localPort']): Promise<number> {
  try {
    return await bind(server, number)
  } catch (error) {
    if (isWish) return bind(server, 0)
    throw cannotListen(number, error as NodeJS.ErrnoException)
  }
}

const bind = (server: Server, number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(number, loopback, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

const cannotListen = (port: number, cause: NodeJS.ErrnoException) =>
  new DeployError(
    'USAGE',
    `nothing can listen on ${loopback}:${port}: ${words[cause.code ?? ''] ?? cause.message}`,
    {
      hint: 'choose another --port, or leave it out to get one that is free',
      next: ['k8sdeploy open'],
      cause,
    },
  )

const words: Record<string, string> = {
  EADDRINUSE: 'another program does',
  EACCES: 'ports below 1024 are not for everybody',
}
