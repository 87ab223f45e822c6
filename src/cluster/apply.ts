import type { KubeObject } from '../rollout/kube.ts'
import { type Api, checked } from './api.ts'
import { resourcePath } from './resources.ts'
import { tidy } from './tidy.ts'

export const fieldManager = 'k8sdeploy'

export type ApplyOptions = { dryRun?: boolean; force?: boolean; signal?: AbortSignal }

/** Server-side apply: what we name is ours, what we do not name is left alone. */
export async function applyObject<T extends KubeObject>(
  api: Api,
  object: T,
  options: ApplyOptions = {},
): Promise<T> {
  const { apiVersion = '', kind = '', metadata } = object
  const ref = {
    apiVersion,
    kind,
    name: metadata?.name ?? '',
    ...(metadata?.namespace ? { namespace: metadata.namespace } : {}),
  }
  const applied = await checked(
    api,
    {
      method: 'PATCH',
      path: resourcePath(ref),
      query: {
        fieldManager,
        force: String(options.force ?? false),
        dryRun: options.dryRun ? 'All' : undefined,
      },
      contentType: 'application/apply-patch+yaml',
      body: object,
      signal: options.signal,
    },
    { verb: 'patch', ...ref },
  )
  return tidy(applied as T)
}
