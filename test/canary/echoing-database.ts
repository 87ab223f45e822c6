import { createServer, type Server } from 'node:net'

const sslRequest = 80_877_103

/** A PostgreSQL that refuses every password, and repeats it in its refusal. */
export function echoingDatabase(): Promise<{ port: number; close(): void }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      if (bytes.length >= 8 && bytes.readInt32BE(4) === sslRequest) socket.write('N')
      else if (bytes[0] === 'p'.charCodeAt(0))
        socket.end(refusal(bytes.toString('utf8', 5, bytes.length - 1)))
      else socket.write(message('R', Buffer.from([0, 0, 0, 3])))
    })
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' ? (address?.port ?? 0) : 0,
        close: () => void server.close(),
      })
    }),
  )
}

const refusal = (password: string) =>
  message('E', Buffer.from(`SFATAL\0C28P01\0Mpassword "${password}" of user "shop" is wrong\0\0`))

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
