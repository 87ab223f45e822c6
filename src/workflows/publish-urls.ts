import type { Config } from '../config/config.ts'
import type { Clock, Cluster, Web } from '../ports.ts'
import type { UrlReport } from '../report.ts'
import type { KubeObject } from '../rollout/kube.ts'

type ServiceObject = KubeObject & {
  spec?: { type?: string; ports?: { port: number; nodePort?: number }[] }
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } }
}

/** The URL at which people reach the frontend, or why there is none. */
export async function findUrl(
  config: Config,
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<{ url: string; host?: string } | { note: string }> {
  const { access } = config
  if (access.kind === 'ingress' || access.kind === 'gateway') return publicHost(config)
  const service = await cluster.get<ServiceObject>(
    { apiVersion: 'v1', kind: 'Service', namespace, name: `${config.name}-frontend` },
    signal,
  )
  if (!service) return { note: `the Service ${config.name}-frontend does not exist` }
  const port = service.spec?.ports?.[0]
  if (access.kind === 'node-port' && port?.nodePort)
    return { url: `http://${nodeHost(cluster)}:${port.nodePort}` }
  if (access.kind === 'load-balancer') return loadBalancer(service, port?.port)
  return {
    note: `inside the cluster only; k8sdeploy open -n ${namespace}`,
  }
}

function publicHost({ access }: Config): { url: string } | { note: string } {
  if (!access.host) return { note: 'no host is set under `access:` in k8sdeploy.yaml' }
  return { url: `${access.tlsSecret ? 'https' : 'http'}://${access.host}` }
}

function loadBalancer(service: ServiceObject, port: number | undefined): { url: string } | { note: string } {
  const address = service.status?.loadBalancer?.ingress?.[0]
  const host = address?.hostname ?? address?.ip
  if (!host) return { note: 'the cluster has not given the LoadBalancer an address yet' }
  return { url: port === 80 ? `http://${host}` : `http://${host}:${port}` }
}

/** NodePorts of a local cluster answer on this machine. */
function nodeHost(cluster: Cluster): string {
  const { hostname } = new URL(cluster.context.server)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'].includes(hostname)
  return isLoopback || cluster.context.isLocal ? 'localhost' : hostname
}

/** Asks the URL until it answers like a web page or the budget is spent: a NodePort is refused for up to a second after it appears. */
export async function probeUrl(
  url: string,
  budgetMs: number,
  { web, clock }: { web: Web; clock: Clock },
  signal: AbortSignal,
): Promise<UrlReport & { contentType?: string; body?: string }> {
  const end = clock.monotonic() + budgetMs
  while (true) {
    const answer = await web.probe(url, { timeoutMs: Math.min(5000, budgetMs), signal })
    const good = 'status' in answer && answer.status < 500
    if (good || clock.monotonic() >= end || signal.aborted) {
      if ('failed' in answer) return { component: 'frontend', url, answered: false, note: answer.failed }
      const { status, milliseconds, contentType, body } = answer
      return { component: 'frontend', url, answered: status < 400, status, milliseconds, contentType, body }
    }
    await clock.sleep(200, signal)
  }
}
