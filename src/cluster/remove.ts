import type { ObjectRef } from '../ports.ts'
import { type Api, checked } from './api.ts'
import { resourcePath } from './resources.ts'

export type RemoveOptions = { propagation?: 'Background' | 'Foreground'; signal?: AbortSignal }

/** True when there was something to delete. */
export async function removeObject(api: Api, ref: ObjectRef, options: RemoveOptions = {}): Promise<boolean> {
  const answer = await checked(
    api,
    {
      method: 'DELETE',
      path: resourcePath(ref),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: options.propagation ?? 'Foreground',
      },
      signal: options.signal,
    },
    { verb: 'delete', ...ref, absent: undefined },
  )
  return answer !== undefined
}
