import type { Clock, PodAddress } from '../ports.ts'
import { attemptOf } from './api.ts'
import { createLogin, type LoginOptions } from './login.ts'
import { openPodPorts, type PodPorts } from './pod-ports.ts'
import { statusError } from './status-error.ts'
import { unreachable } from './unreachable.ts'
import { WebSocketRefused } from './web-socket.ts'

/** Throws a DeployError; one connection has index 0 of its ports. */
export type DialPod = (address: PodAddress, signal: AbortSignal) => Promise<PodPorts>

type Options = LoginOptions & { context: string; clock: Clock }

const patienceMs = 5000

/** Connections into pods, with credentials that are looked up once, and again when they are refused. */
export function podDialer(options: Options): DialPod {
  const { server, context } = options
  const login = createLogin(options)
  return async ({ namespace, pod, port }, signal) => {
    for (;;) {
      const door = await login.current()
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      try {
        const ports = { namespace, pod, ports: [port], signal: limit }
        const connection = await openPodPorts({ server, credentials: door.credentials }, ports)
        door.isProven = true
        return connection
      } catch (error) {
        if (!(error instanceof WebSocketRefused))
          throw unreachable({ server, context }, error as Error, signal)
        if (error.status === 401 && (await login.renew(door))) continue
        const purpose = { verb: 'create', resource: 'pods/portforward', namespace, name: pod }
        const answer = { status: error.status, headers: {}, text: error.text }
        throw statusError(answer, attemptOf(purpose, context))
      }
    }
  }
}
