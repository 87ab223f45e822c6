import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { facts } from '../facts.ts'
import { makeCertificate } from './certificate.ts'
import { nodeAddress } from './database-door.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export type Registry = { host: string; stop(): void }

/** A registry on this machine that answers as it is told; its `host` goes into image names. */
export async function startRegistry(answer: Answer): Promise<Registry> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The same with TLS, on the address of the node, and a certificate that no node trusts. */
export async function startUntrustedRegistry(answer: Answer): Promise<Registry> {
  const server = createTlsServer(await makeCertificate(nodeAddress), (request, response) => {
    void answer(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, nodeAddress, ready))
  return {
    host: `${nodeAddress}:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Lets in whoever knows this, and asks everybody else. */
export const withLogin =
  (login: string, answer: Answer): Answer =>
  (request, response) => {
    const basic = `Basic ${Buffer.from(login).toString('base64')}`
    if (request.headers.authorization === basic) return answer(request, response)
    return answering(401, { 'WWW-Authenticate': 'Basic realm="test"' })(request, response)
  }

export const answering =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(JSON.stringify({ errors: [{ code: 'TEST', message: `answers ${status}` }] }))
  }

/** Hands everything on to the real registry, blobs at `bytesPerSecond`. */
export const throttled =
  (bytesPerSecond: number): Answer =>
  async (request, response) => {
    const { accept = '*/*' } = request.headers
    const answer = await fetch(`http://${facts.registry}${request.url}`, {
      method: request.method,
      headers: { accept },
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const headers = [...answer.headers].filter(([name]) => !/^(connection|keep-alive|transfer)/.test(name))
    response.writeHead(answer.status, Object.fromEntries(headers))
    const step = request.url?.includes('/blobs/') ? Math.ceil(bytesPerSecond / 5) : bytes.length + 1
    for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
      response.write(bytes.subarray(at, at + step))
      if (at + step < bytes.length) await sleep(200)
    }
    response.end()
  }
