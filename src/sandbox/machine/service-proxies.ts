import { podsBehind, takesTraffic, targetPort } from '../controllers/endpoints.ts'
import type { EventRecorder } from '../controllers/event-recorder.ts'
import type { Pod, Service, ServicePort } from '../controllers/objects.ts'
import type { Store } from '../store.ts'
import { simulatedAnnotation, simulatedReasonAnnotation } from './pod-runner.ts'
import type { FindAddress } from './point-at-services.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export const nodePortProblemAnnotation = 'sandbox.k8sdeploy.dev/node-port-problem'
const retryMs = 3000

export type ServiceProxies = { findAddress: FindAddress; stop(): void }
type PortOf = (pod: Pod, containerPort: number) => number | undefined
/** `wanted` 0: any port, for the ClusterIP. */
type Listener = { id: string; wanted: number; proxy: Promise<TcpProxy | undefined>; closed: boolean }

/** A small proxy per Service port, and one per NodePort, to the pods that are ready when a connection comes. */
export function startServiceProxies(store: Store, record: EventRecorder, portOf: PortOf): ServiceProxies {
  const listeners = new Map<string, Listener>()
  const retries = new Set<NodeJS.Timeout>()
  let turn = 0

  const targetsOf = (namespace: string, name: string, port: number) => () => {
    const service = store.get({ group: '', resource: 'services', namespace, name }) as Service | undefined
    const served = service?.spec.ports?.find((one) => one.port === port)
    if (!service || !served) return { ports: [], simulated: undefined }
    const pods = podsBehind(store, service).filter((pod) => takesTraffic(service, pod))
    const ports = pods.flatMap((pod) => portOf(pod, targetPort(pod, served) ?? 0) ?? [])
    const pretending = pods.find((pod) => pod.metadata.annotations?.[simulatedAnnotation])
    const start = ports.length === 0 ? 0 : turn++ % ports.length
    const simulated = pretending && (pretending.metadata.annotations?.[simulatedReasonAnnotation] ?? '')
    return { ports: [...ports.slice(start), ...ports.slice(0, start)], simulated }
  }

  function listen(service: Service, { port }: ServicePort, wanted: number, id: string): void {
    const { namespace, name } = service.metadata
    const listener: Listener = { id, wanted, closed: false, proxy: Promise.resolve(undefined) }
    listeners.set(id, listener)
    listener.proxy = startTcpProxy(wanted, targetsOf(namespace, name, port)).then(
      (proxy) => {
        if (listener.closed) proxy.close()
        else if (wanted > 0) note(service, undefined)
        return proxy
      },
      (error: NodeJS.ErrnoException) => complain(service, listener, error),
    )
  }

  /** The port belongs to somebody else: say so, and try again until it is free. */
  function complain(service: Service, listener: Listener, error: NodeJS.ErrnoException): undefined {
    if (listener.closed || listener.wanted === 0) return undefined
    const why =
      error.code === 'EADDRINUSE'
        ? 'is taken by another program'
        : `can't be opened: ${error.code ?? error.message}`
    const message = `Port ${listener.wanted} of this machine ${why}`
    record(service, { source: 'sandbox', type: 'Warning', reason: 'NodePortUnavailable', message })
    note(service, message)
    const timer = setTimeout(() => {
      retries.delete(timer)
      if (listeners.get(listener.id) !== listener) return
      listeners.delete(listener.id)
      sync(service.metadata.namespace, service.metadata.name)
    }, retryMs)
    retries.add(timer)
    return undefined
  }

  function note({ metadata: { namespace, name } }: Service, problem: string | undefined): void {
    const service = store.get({ group: '', resource: 'services', namespace, name }) as Service | undefined
    if (!service || service.metadata.annotations?.[nodePortProblemAnnotation] === problem) return
    const { [nodePortProblemAnnotation]: _, ...annotations } = service.metadata.annotations ?? {}
    const noted =
      problem === undefined ? annotations : { ...annotations, [nodePortProblemAnnotation]: problem }
    store.update('', 'services', { ...service, metadata: { ...service.metadata, annotations: noted } })
  }

  /** LoadBalancers get this machine's own address, where the port can be opened. */
  function publishIngress({ metadata: { namespace, name } }: Service): void {
    store.updateStatus({ group: '', resource: 'services', namespace, name }, (status) => ({
      ...status,
      loadBalancer: { ingress: [{ ip: '127.0.0.1', ipMode: 'Proxy' }] },
    }))
  }

  function wantedOf(service: Service): { id: string; port: ServicePort; wanted: number }[] {
    const { namespace, name } = service.metadata
    return (service.spec.ports ?? [])
      .filter((port) => (port.protocol ?? 'TCP') === 'TCP')
      .flatMap((port) => {
        const id = `${namespace}/${name}/${port.port}`
        const onNode =
          service.spec.type !== 'ClusterIP' && port.nodePort
            ? [{ id: `${id}/node/${port.nodePort}`, port, wanted: port.nodePort }]
            : []
        const balanced =
          service.spec.type === 'LoadBalancer' ? [{ id: `${id}/balancer`, port, wanted: port.port }] : []
        return [{ id, port, wanted: 0 }, ...onNode, ...balanced]
      })
  }

  function sync(namespace: string, name: string): void {
    const service = store.get({ group: '', resource: 'services', namespace, name }) as Service | undefined
    const wanted = service && service.spec.type !== 'ExternalName' ? wantedOf(service) : []
    const ids = new Set(wanted.map((one) => one.id))
    for (const [id, listener] of listeners) {
      if (id.startsWith(`${namespace}/${name}/`) && !ids.has(id)) drop(id, listener)
    }
    for (const { id, port, wanted: number } of wanted) {
      if (service && !listeners.has(id)) listen(service, port, number, id)
    }
    if (service?.spec.type === 'LoadBalancer') publishIngress(service)
  }

  function drop(id: string, listener: Listener): void {
    listener.closed = true
    listeners.delete(id)
    void listener.proxy.then((proxy) => proxy?.close())
  }

  const unsubscribe = store.subscribe(({ resource, object }) => {
    if (resource.group !== '' || resource.resource !== 'services') return
    setImmediate(() => sync(object.metadata?.namespace ?? '', object.metadata?.name ?? ''))
  })

  return {
    async findAddress(service, namespace, port) {
      if (!store.get({ group: '', resource: 'services', namespace, name: service })) return undefined
      sync(namespace, service)
      const proxy = await listeners.get(`${namespace}/${service}/${port}`)?.proxy
      return proxy && { host: '127.0.0.1', port: proxy.port }
    },
    stop() {
      unsubscribe()
      for (const timer of retries) clearTimeout(timer)
      for (const [id, listener] of listeners) drop(id, listener)
    },
  }
}
