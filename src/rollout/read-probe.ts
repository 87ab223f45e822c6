import type { V1Container, V1Probe } from '@kubernetes/client-node'

export type ProbeFacts = {
  /** As people would write it: `/ready`, `tcp 5432`, the command. */
  what: string
  port?: number
  /** It runs in the container, and may fail in any words of its own, or none. */
  isCommand?: true
  initialDelaySeconds: number
  periodSeconds: number
  timeoutSeconds: number
  failureThreshold: number
}

const portNumber = (container: V1Container, port: unknown): number | undefined => {
  const byName = container.ports?.find((one) => one.name === port)?.containerPort
  const number = byName ?? Number(port)
  return Number.isInteger(number) ? number : undefined
}

const describeProbe = (
  container: V1Container,
  probe: V1Probe,
): Pick<ProbeFacts, 'what' | 'port' | 'isCommand'> => {
  if (probe.httpGet)
    return { what: probe.httpGet.path ?? '/', port: portNumber(container, probe.httpGet.port) }
  const tcp = probe.tcpSocket ?? probe.grpc
  if (tcp) {
    const port = portNumber(container, tcp.port)
    return { what: `${probe.grpc ? 'grpc' : 'tcp'} ${port ?? ''}`.trim(), port }
  }
  return { what: (probe.exec?.command ?? []).join(' '), isCommand: true }
}

export const readProbe = (container: V1Container, probe: V1Probe | undefined): ProbeFacts | undefined =>
  probe && {
    ...describeProbe(container, probe),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
  }

/** How long a probe may fail before Kubernetes itself gives up on it. */
export const probeBudgetSeconds = (probe: ProbeFacts | undefined): number =>
  probe
    ? probe.initialDelaySeconds +
      probe.failureThreshold * Math.max(probe.periodSeconds, 1) +
      probe.timeoutSeconds
    : 0
