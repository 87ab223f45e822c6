import { type Api, checked } from './api.ts'

export type Right = { verb: string; resource: string; namespace: string }

/** Asks the API server whether this user may; `resource` like `deployments.apps` or `pods/log`. */
export async function canI(api: Api, right: Right, signal?: AbortSignal): Promise<boolean> {
  const [path = '', subresource] = right.resource.split('/')
  const [resource = '', ...group] = path.split('.')
  const resourceAttributes = {
    verb: right.verb,
    resource,
    namespace: right.namespace,
    ...(group.length > 0 ? { group: group.join('.') } : {}),
    ...(subresource ? { subresource } : {}),
  }
  const answer = await checked(
    api,
    {
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      },
      signal,
    },
    { verb: 'create', resource: 'selfsubjectaccessreviews' },
  )
  return (answer as { status?: { allowed?: boolean } }).status?.allowed === true
}
