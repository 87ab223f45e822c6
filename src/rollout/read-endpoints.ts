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

/** The controller keeps a pod whose named port it cannot find, in a slice that leads to no port at all. */
const leadsNowhere = ({ ports }: V1EndpointSlice): boolean => ports === null || ports?.length === 0

export const readEndpoints = (object: V1EndpointSlice): EndpointSliceFacts => {
  const metadata = readMetadata(object)
  const isReachable = !leadsNowhere(object)
  return {
    ...metadata,
    service: metadata.labels['kubernetes.io/service-name'] ?? metadata.owner?.name ?? '',
    endpoints: (object.endpoints ?? []).map((one) => ({
      addresses: one.addresses ?? [],
      podUid: one.targetRef?.uid ?? '',
      podName: one.targetRef?.name ?? '',
      // Absent means ready, by the API's own rule.
      ready: isReachable && one.conditions?.ready !== false,
      terminating: one.conditions?.terminating === true,
    })),
  }
}
