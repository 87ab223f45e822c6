import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubeObject } from '../../src/rollout/kube.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void

/** A small HTTP server whose answers are the test's. `lists` and `watches` count the requests that came. */
export async function fakeApi() {
  const state = {
    items: [] as KubeObject[],
    version: 1,
    lists: 0,
    watches: [] as URL[],
    open: [] as ServerResponse[],
    authorizations: [] as (string | undefined)[],
  }
  let changed: () => void = () => undefined
  const script: { list: Handler; watch: Handler } = {
    list: (_request, response) =>
      json(response, 200, { metadata: { resourceVersion: String(state.version) }, items: state.items }),
    watch: (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders()
      state.open.push(response)
    },
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    state.authorizations.push(request.headers.authorization)
    if (url.searchParams.has('watch')) {
      state.watches.push(url)
      script.watch(request, response, url)
    } else {
      state.lists += 1
      script.list(request, response, url)
    }
    changed()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        changed = resolve
        setImmediate(resolve)
      })
    }
  }
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    script,
    until,
    send(...events: { type: string; object: unknown }[]) {
      for (const event of events) state.open.at(-1)?.write(`${JSON.stringify(event)}\n`)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const told = status < 300 ? body : { kind: 'Status', status: 'Failure', code: status, ...(body as object) }
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(told))
}

export const pod = (name: string, version: number, uid = `uid-${name}`): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'dev', uid, resourceVersion: String(version) },
})
