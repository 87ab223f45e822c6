import { type Json, recordOf } from '../json.ts'
import { each } from './pod-spec.ts'

export function defaultService(spec: Json): Json {
  const type = spec.type ?? 'ClusterIP'
  const isPublished = type === 'NodePort' || type === 'LoadBalancer'
  return {
    ...(isPublished ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    sessionAffinity: 'None',
    ...spec,
    type,
    ...(spec.sessionAffinity === 'ClientIP'
      ? {
          sessionAffinityConfig: {
            clientIP: { timeoutSeconds: 10_800 },
            ...recordOf(spec.sessionAffinityConfig),
          },
        }
      : {}),
    ...each(spec, 'ports', (port) => ({ protocol: 'TCP', targetPort: port.port, ...port })),
  }
}
