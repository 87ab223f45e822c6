import type { V1Service } from '@kubernetes/client-node'
import { type Metadata, readMetadata } from './read-metadata.ts'

export type ServicePortFacts = { name: string; port: number; targetPort: string | number; nodePort?: number }

export type ServiceFacts = Metadata & {
  type: string
  selector: Record<string, string>
  ports: ServicePortFacts[]
}

export const readService = (object: V1Service): ServiceFacts => ({
  ...readMetadata(object),
  type: object.spec?.type ?? 'ClusterIP',
  selector: object.spec?.selector ?? {},
  ports: (object.spec?.ports ?? []).map((one) => ({
    name: one.name ?? '',
    port: one.port,
    targetPort: one.targetPort ?? one.port,
    nodePort: one.nodePort,
  })),
})

export const selects = (selector: Record<string, string>, labels: Record<string, string>): boolean =>
  Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => labels[key] === value)
