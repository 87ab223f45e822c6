import type { Cluster } from '../ports.ts'
import { type Api, attemptOf } from './api.ts'
import { resourcePath } from './resources.ts'
import { statusError } from './status-error.ts'

/** The last lines of a container; none when it has not started yet or its previous run is gone. */
export async function fetchLogs(api: Api, options: Parameters<Cluster['logs']>[0]): Promise<string[]> {
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: options.namespace, name: options.pod }
  const response = await api.transport.call({
    method: 'GET',
    path: `${resourcePath(ref)}/log`,
    query: {
      container: options.container,
      previous: options.previous ? 'true' : undefined,
      tailLines: String(options.tailLines ?? 50),
      limitBytes: '262144',
    },
    accept: '*/*',
    signal: options.signal,
  })
  if (response.status === 404 || response.status === 400) return []
  if (response.status >= 300)
    throw statusError(response, attemptOf({ verb: 'get', ...ref, resource: 'pods/log' }, api.context))
  const lines = response.text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
