import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const json =
  (status: number, body: object): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const status = (code: number, reason: string, message: string) =>
  json(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message })

/** What may stand where an API server should, by the first folder of the address. */
const answers: Record<string, Answer> = {
  html: (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><title>Welcome to nginx!</title></html>'),
  login: (_, response) => response.writeHead(302, { location: 'https://sso.example/login' }).end(),
  missing: (_, response) =>
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'),
  empty: (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
  half: (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"major": "1", "items": ['),
  list: json(200, []),
  nothing: json(200, {}),
  unauthorized: status(401, 'Unauthorized', 'Unauthorized'),
  forbidden: status(
    403,
    'Forbidden',
    'User "dev" cannot get resource "namespaces" in API group "" at the cluster scope',
  ),
  broken: status(500, 'InternalError', 'etcdserver: no leader'),
  cut: (request) => request.socket.destroy(),
}

/** Answers as no API server does, on a port of this machine. */
export async function startOddServer(): Promise<{ server: Server; host: string }> {
  const server = createServer((request, response) => {
    const [, folder = ''] = (request.url ?? '').split('/')
    const answer = answers[folder] ?? answers['missing']!
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}
