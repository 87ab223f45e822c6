import { resourcePath } from './resources.ts'

/** A path of the API server, which may itself stand below a path. */
export function serverUrl(server: string, path: string): URL {
  const url = new URL(server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
  return url
}

/** What is streamed to and from a pod. */
export const podUrl = (
  server: string,
  { namespace, pod }: { namespace: string; pod: string },
  stream: 'portforward' | 'exec',
): URL =>
  serverUrl(server, `${resourcePath({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod })}/${stream}`)
