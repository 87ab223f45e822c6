import { connect, createServer, type Server, type Socket } from 'node:net'

/** Where a connection may go, best first; asked anew for each connection. */
export type Targets = () => { ports: number[]; simulated: string | undefined }

export type TcpProxy = { port: number; close(): void }

/** Listens on loopback and hands each connection to the first target that takes it. Rejects with the system's error. */
export function startTcpProxy(port: number, targets: Targets): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    open.add(client)
    client.once('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    const { ports, simulated } = targets()
    if (ports.length === 0 && simulated !== undefined) return answerSimulated(client, simulated)
    forward(client, ports)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () =>
      resolve({ port: portOf(server), close: () => close(server, open) }),
    )
  })
}

/** Nobody there: the connection is reset, as a Service without endpoints refuses it. */
function forward(client: Socket, [port, ...others]: number[]): void {
  if (port === undefined) return void client.resetAndDestroy()
  const target = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  const giveUp = () => forward(client, others)
  target.once('error', giveUp)
  target.once('connect', () => {
    target.off('error', giveUp)
    target.on('error', () => client.destroy())
    client.once('close', () => target.destroy())
    target.once('close', () => client.destroy())
    client.pipe(target)
    target.pipe(client)
  })
}

/** A pod that only pretends to run must not pretend to answer. */
function answerSimulated(client: Socket, why: string): void {
  const body = `simulated: ${why}\n`
  client.once('data', () => {
    const head = [
      'HTTP/1.1 503 Service Unavailable',
      'content-type: text/plain',
      'x-k8sdeploy-sandbox: simulated',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    client.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function close(server: Server, open: Set<Socket>): void {
  server.close()
  for (const socket of open) socket.destroy()
}
