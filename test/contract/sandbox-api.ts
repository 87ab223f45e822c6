import { serveApi } from '../../src/sandbox/api/serve.ts'
import { createCertificate } from '../../src/sandbox/control/certificate.ts'
import { createLogBuffer } from '../../src/sandbox/machine/log-buffer.ts'
import { createStore } from '../../src/sandbox/memory-store.ts'
import type { Target } from './send.ts'

/** The API alone, without controllers: what is written stays as it was written. Every container has said `hello`. */
export async function startSandboxApi() {
  const store = createStore()
  for (const name of ['default', 'kube-system'])
    store.create('', 'namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    })
  const log = createLogBuffer()
  log.write('one\ntwo\nhello\n')
  log.end()
  const tls = createCertificate('test')
  const token = 'secret'
  const api = await serveApi({
    store,
    tls,
    token,
    port: 0,
    logs: ({ previous }) => (previous ? undefined : log),
    extra: async () => undefined,
  })
  const target: Target = { server: `https://127.0.0.1:${api.port}`, ca: tls.cert, token }
  return { store, target, close: api.close }
}
