import { X509Certificate } from 'node:crypto'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createCertificate } from '../../../src/sandbox/control/certificate.ts'

it('is trusted by who is given it, for loopback only', async () => {
  const { key, cert } = createCertificate('k8sdeploy-sandbox')
  const server = createServer({ key, cert }, (_, response) => response.end('hello'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (ca: string) =>
    new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca, agent: false }, (response) =>
        resolve(String(response.statusCode)),
      ).on('error', reject)
    })
  expect(await ask(cert)).toBe('200')
  await expect(ask(createCertificate('somebody-else').cert)).rejects.toThrow(/self-signed|certificate/)
  server.close()
  const read = new X509Certificate(cert)
  expect(read.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1')
  expect(read.verify(read.publicKey)).toBe(true)
})
