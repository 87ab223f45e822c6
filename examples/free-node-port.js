import { connect, createServer } from 'node:net'

/** A NodePort that is this machine's to give, so that the demo never collides with a cluster that runs here. */
export async function freeNodePort(candidate = 30_080) {
  if (candidate > 32_767) throw new Error('every NodePort of this machine is taken')
  return (await isFree(candidate)) ? candidate : freeNodePort(candidate + 101)
}

/** Listening is not enough: kube-proxy redirects NodePorts without listening, so a visitor has to arrive here too. */
function isFree(port) {
  return new Promise((resolve) => {
    let arrived = false
    const server = createServer((visitor) => {
      arrived = true
      visitor.destroy()
    })
    server.on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => {
      const visitor = connect({ port, host: '127.0.0.1', timeout: 1_000 })
      visitor.on('timeout', () => visitor.destroy()).on('error', () => undefined)
      visitor.on('close', () => server.close(() => resolve(arrived)))
    })
  })
}
