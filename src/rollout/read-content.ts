import { type Metadata, readMetadata } from './read-metadata.ts'

/** A ConfigMap or a Secret: which keys it has and a fingerprint of its content (a Secret's values arrive as hashes). */
export type ContentFacts = Metadata & {
  kind: 'ConfigMap' | 'Secret'
  keys: string[]
  fingerprint: string
  data: Record<string, string>
}

type WithData = { metadata?: object; data?: Record<string, string>; binaryData?: Record<string, string> }

export const readContent = (kind: ContentFacts['kind'], object: WithData): ContentFacts => {
  const data = { ...object.data, ...object.binaryData }
  const keys = Object.keys(data).sort()
  return {
    ...readMetadata(object),
    kind,
    keys,
    data,
    fingerprint: JSON.stringify(keys.map((key) => [key, data[key]])),
  }
}
