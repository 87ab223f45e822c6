import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent, type AgentOptions as HttpsAgentOptions } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { Clock } from '../ports.ts'
import type { Credentials } from './credentials.ts'

type AnyAgent = HttpAgent | HttpsAgent

/** Watches keep a connection each; everything else shares a few, because each one costs a TLS handshake. */
export type Door = {
  credentials: Credentials
  calls: AnyAgent
  streams: AnyAgent
  openedAt: number
  /** Somebody was let in through it. */
  isProven: boolean
}

export type LoginOptions = { server: string; clock: Clock; credentials: () => Promise<Credentials> }

const mostCallSockets = 2
/** A login may open a browser or ask a slow server: after a failure it is left alone for a while. */
const restMs = 30_000

/** Keeps one door open. After a 401 it tries new credentials, once; refused again, not before a rest. */
export function createLogin(options: LoginOptions) {
  const { clock } = options
  let door: Promise<Door> | undefined
  let failedAt: number | undefined
  let renewals = 0

  const openDoor = async (): Promise<Door> => {
    const credentials = await options.credentials()
    const tls = options.server.startsWith('https:') ? tlsOf(credentials) : undefined
    const open = (most: number) => credentials.agent ?? newAgent(tls, most)
    return {
      credentials,
      calls: open(mostCallSockets),
      streams: open(Number.POSITIVE_INFINITY),
      openedAt: clock.monotonic(),
      isProven: false,
    }
  }
  const begin = (): Promise<Door> => {
    const opening = openDoor()
    failedAt = undefined
    opening.catch(() => {
      failedAt = clock.monotonic()
    })
    door = opening
    return opening
  }
  const hasRested = (since: number) => clock.monotonic() - since >= restMs
  const current = (): Promise<Door> =>
    door === undefined || (failedAt !== undefined && hasRested(failedAt)) ? begin() : door

  return {
    current,
    /** True when there is another door to try. */
    async renew(refused: Door): Promise<boolean> {
      if ((await current()) !== refused) return true
      if (!refused.isProven && renewals > 0 && !hasRested(refused.openedAt)) return false
      renewals += 1
      begin()
      return true
    },
    close(): void {
      door?.then(closeDoor).catch(ignoreFailedLogin)
    },
  }
}

function closeDoor({ calls, streams }: Door): void {
  calls.destroy()
  streams.destroy()
}

/** Whoever asked for the door has already been told; closing has nothing to add. */
const ignoreFailedLogin = () => undefined

/** Certificates are read once, not for each connection. */
const tlsOf = ({ tls }: Credentials): HttpsAgentOptions => ({
  ...tls,
  secureContext: createSecureContext(tls),
})

function newAgent(tls: HttpsAgentOptions | undefined, maxSockets: number): AnyAgent {
  const keep = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets }
  return tls ? new HttpsAgent({ ...keep, ...tls }) : new HttpAgent(keep)
}
