import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { makeCertificate } from './certificate.ts'

export type Webhook = { clientConfig: { url: string; caBundle: string }; stop(): void }

/** An admission webhook on this machine that refuses everything, and says why. */
export async function startWebhook(message: string): Promise<Webhook> {
  const { key, cert } = await makeCertificate('127.0.0.1')
  const server = createServer({ key, cert }, async (request, response) => {
    const {
      apiVersion,
      kind,
      request: asked,
    } = (await json(request)) as {
      apiVersion: string
      kind: string
      request: { uid: string }
    }
    const answer = { uid: asked.uid, allowed: false, status: { code: 403, message } }
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ apiVersion, kind, response: answer }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: cert.toString('base64') },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
