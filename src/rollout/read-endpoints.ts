import type { V1EndpointSlice } from '@kubernetes/client-node'
import { type Metadata, readMetadata } from './read-metadata.ts'

export type EndpointFacts = {
  addresses: string[]
  podUid: string
  podName: string
  ready: boolean
  terminating: boolean
}

export type EndpointSliceFacts = Metadata & { service: string; endpoints: EndpointFacts[] }

export const readEndpoints = (object: V1EndpointSlice): EndpointSliceFacts => {
  const metadata = readMetadata(object)
  return {
    ...metadata,
    service: metadata.labels['kubernetes.io/service-name'] ?? metadata.owner?.name ?? '',
    endpoints: (object.endpoints ?? []).map((one) => ({
      addresses: one.addresses ?? [],
      podUid: one.targetRef?.uid ?? '',
      podName: one.targetRef?.name ?? '',
      // Absent means ready, by the API's own rule.
      ready: one.conditions?.ready !== false,
      terminating: one.conditions?.terminating === true,
    })),
  }
}
