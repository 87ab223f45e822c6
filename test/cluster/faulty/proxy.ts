import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, createServer, request as httpsRequest } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { facts } from '../facts.ts'

/** A request as the rules of a fault see it. */
export type Asked = {
  verb: 'list' | 'watch' | 'get' | 'change'
  /** `pods`, `deployments` … */
  kind: string
  /** k8sdeploy's own, not helm's or kubectl's. */
  isOurs: boolean
  authorization: string | undefined
  query: URLSearchParams
  /** Milliseconds since the proxy was started. */
  at: number
}
export type Exchange = {
  asked: Asked
  request: IncomingMessage
  response: ServerResponse
  /** Asks the real API server; the answer's body has not been read. */
  forward: (path?: string) => Promise<IncomingMessage>
  /** Resets the connection, whatever is on its way. */
  cut: () => void
}
/** Answers in the API server's place, or passes its answer on in its own way. False: this request goes its usual way. */
export type Fault = (exchange: Exchange) => Promise<unknown> | unknown

const pki = (name: string) => readFileSync(join(facts.state, 'pki', name))

/** Stands between the CLI and the real API server, speaks TLS to both, and counts. */
export async function startProxy(fault: Fault = () => false) {
  const folder = await mkdtemp(join(tmpdir(), 'k8sdeploy-faulty-'))
  const agent = new Agent({
    keepAlive: true,
    ca: pki('ca.crt'),
    cert: pki('admin.crt'),
    key: pki('admin.key'),
  })
  const began = performance.now()
  const asked: Asked[] = []
  /** By the port that the TLS server sees: only a bare connection can be reset. */
  const fronts = new Map<number, Socket>()
  let port = 0

  const server = createServer(
    {
      cert: pki('api-server.crt'),
      key: pki('api-server.key'),
      ca: pki('ca.crt'),
      requestCert: true,
      rejectUnauthorized: false,
      // an API server keeps idle connections for minutes: helm does not send again what met a closed one
      keepAliveTimeout: 180_000,
    },
    (request, response) => {
      const one = readAsked(request, performance.now() - began)
      asked.push(one)
      const forward = (path = request.url ?? '/') => forwardTo(agent, request, path)
      const cutThis = () => void fronts.get(request.socket.remotePort ?? 0)?.resetAndDestroy()
      const exchange = { asked: one, request, response, forward, cut: cutThis }
      // whoever hangs up must not end the tests
      response.on('error', () => undefined)
      void (async () => {
        if ((await (one.isOurs ? fault(exchange) : false)) === false) await relay(exchange)
      })().catch(() => response.destroy())
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const inner = (server.address() as AddressInfo).port
  const front = createTcpServer((socket) => {
    const behind = connect(inner, '127.0.0.1', () => {
      fronts.set(behind.localPort ?? 0, socket)
      socket.pipe(behind).pipe(socket)
    })
    const end = () => {
      fronts.delete(behind.localPort ?? 0)
      behind.destroy()
      socket.destroy()
    }
    for (const one of [socket, behind]) one.on('error', end).on('close', end).on('end', end)
  })
  const cut = () => {
    for (const socket of fronts.values()) socket.resetAndDestroy()
  }
  const listen = () => new Promise<void>((resolve) => front.listen(port, '127.0.0.1', resolve))
  const stop = async () => {
    const closed = new Promise((resolve) => front.close(resolve))
    cut()
    await closed
  }
  await listen()
  port = (front.address() as AddressInfo).port

  return {
    port,
    asked,
    ours: () => asked.filter(({ isOurs }) => isOurs),
    connections: () => fronts.size,
    /** Every connection dies, and nobody listens for a while. */
    async restart(milliseconds: number) {
      await stop()
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      await listen()
    },
    /** For good. */
    stop,
    cut,
    async writeKubeconfig(user: object = certificateUser(), cluster: object = {}) {
      const path = join(folder, `kubeconfig-${Math.random().toString(36).slice(2)}`)
      await writeFile(path, JSON.stringify(kubeconfigOf(port, user, cluster)), { mode: 0o600 })
      return path
    },
    folder,
    async close() {
      cut()
      front.close()
      server.closeAllConnections()
      server.close()
      agent.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type FaultyProxy = Awaited<ReturnType<typeof startProxy>>

export const certificateUser = () => ({
  'client-certificate-data': pki('admin.crt').toString('base64'),
  'client-key-data': pki('admin.key').toString('base64'),
})

const kubeconfigOf = (port: number, user: object, cluster: object) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': facts.context,
  clusters: [
    {
      name: 'faulty',
      cluster: {
        server: `https://127.0.0.1:${port}`,
        'certificate-authority-data': pki('ca.crt').toString('base64'),
        ...cluster,
      },
    },
  ],
  users: [{ name: 'someone', user }],
  contexts: [{ name: facts.context, context: { cluster: 'faulty', user: 'someone' } }],
})

function readAsked(request: IncomingMessage, at: number): Asked {
  const url = new URL(request.url ?? '/', 'https://proxy')
  const [, root, ...path] = url.pathname.split('/')
  const below = path.slice(root === 'apis' ? 2 : 1)
  const [kind = path[0] ?? root ?? '', name] = below[0] === 'namespaces' && below[2] ? below.slice(2) : below
  const isWatch = url.searchParams.get('watch') === 'true'
  return {
    verb: isWatch
      ? 'watch'
      : request.method !== 'GET'
        ? 'change'
        : name || root === 'version'
          ? 'get'
          : 'list',
    kind,
    isOurs: request.headers['user-agent'] === 'k8sdeploy',
    authorization: request.headers.authorization,
    query: url.searchParams,
    at,
  }
}

function forwardTo(agent: Agent, request: IncomingMessage, path: string): Promise<IncomingMessage> {
  const { authorization: _ours, host: _host, ...kept } = request.headers
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      { host: '127.0.0.1', port: 6443, method: request.method, path, agent, headers: kept },
      resolve,
    )
    outgoing.on('error', reject)
    request.on('close', () => {
      if (!request.complete) outgoing.destroy()
    })
    request.pipe(outgoing)
  })
}

export async function relay({ forward, response }: Exchange): Promise<void> {
  const answer = await forward()
  response.on('close', () => answer.destroy())
  response.writeHead(answer.statusCode ?? 502, answer.headers)
  response.flushHeaders()
  answer.on('error', () => response.destroy())
  answer.pipe(response)
}
