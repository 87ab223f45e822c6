import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig } = process.env

/** Between whoever uses its kubeconfig and the API server, for as long as `work` takes: counts requests by program. */
export async function withCountingProxy(work) {
  const { clusters, users } = load(readFileSync(kubeconfig, 'utf8'))
  const { server, ...trust } = clusters[0].cluster
  const data = (text) => Buffer.from(text, 'base64')
  const agent = new Agent({
    keepAlive: true,
    ca: data(trust['certificate-authority-data']),
    cert: data(users[0].user['client-certificate-data']),
    key: data(users[0].user['client-key-data']),
  })
  const agents = []
  const proxy = createServer((request, response) => {
    agents.push(request.headers['user-agent'])
    const { host: _host, ...headers } = request.headers
    const outgoing = httpsRequest(
      `${server}${request.url}`,
      { method: request.method, agent, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers).flushHeaders()
        answer.pipe(response)
        response.on('close', () => answer.destroy())
      },
    )
    outgoing.on('error', () => response.destroy())
    request.pipe(outgoing)
  })
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-counting-'))
  const path = join(home, 'kubeconfig')
  writeFileSync(path, JSON.stringify(kubeconfigOf(proxy.address().port)), { mode: 0o600 })
  try {
    return await work({ kubeconfig: path, takeCount: () => agents.splice(0) })
  } finally {
    proxy.closeAllConnections()
    proxy.close()
    agent.destroy()
    rmSync(home, { recursive: true, force: true })
  }
}

const kubeconfigOf = (port) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'counted',
  clusters: [{ name: 'counted', cluster: { server: `http://127.0.0.1:${port}` } }],
  users: [{ name: 'counted', user: {} }],
  contexts: [{ name: 'counted', context: { cluster: 'counted', user: 'counted' } }],
})
