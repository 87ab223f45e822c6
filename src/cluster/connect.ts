import { readFile } from 'node:fs/promises'
import type { Clock, Cluster, Context } from '../ports.ts'
import type { KubeObject, WatchedKind, WatchedKinds } from '../rollout/kube.ts'
import { type Api, checked } from './api.ts'
import { applyObject } from './apply.ts'
import { canI } from './can-i.ts'
import { loadCredentials } from './credentials.ts'
import { knockOnPorts } from './knock.ts'
import { readKubeconfig } from './kubeconfig.ts'
import { fetchList } from './list.ts'
import { fetchLogs, streamLogs } from './logs.ts'
import { removeObject } from './remove.ts'
import { resourcePath, watchedApiVersions, watchedFields } from './resources.ts'
import { secretHasher, tidy } from './tidy.ts'
import { createTransport } from './transport.ts'
import { watchKinds } from './watch.ts'
import { createObject, replaceObject } from './write.ts'

export type ConnectOptions = {
  context: Context
  clock: Clock
  env: Readonly<Record<string, string | undefined>>
}

/** The cluster of one pinned context. Nothing is sent before the first question. */
export async function connect({ context, clock, env }: ConnectOptions): Promise<Cluster> {
  const load = async () => readKubeconfig(await readFile(context.kubeconfig, 'utf8'), context.kubeconfig)
  const { server } = context
  const credentials = async () => loadCredentials(await load(), env)
  const transport = createTransport({ server, context: context.name, clock, credentials })
  return {
    ...clusterOver({ transport, context: context.name }, context, clock),
    knock: (options) => knockOnPorts({ server, credentials, clock }, options),
    async forward(options) {
      const { forwardPort } = await import('./port-forward.ts')
      const { podDialer } = await import('./dial-pod.ts')
      const dial = podDialer({ server, context: context.name, clock, credentials })
      return forwardPort({ dial, clock }, options)
    },
  }
}

/** The port, over any transport (the tests bring their own). */
export function clusterOver(api: Api, context: Context, clock: Clock): Omit<Cluster, 'knock' | 'forward'> {
  const hash = secretHasher()
  return {
    context,
    async version(signal) {
      const answer = await checked(
        api,
        { method: 'GET', path: '/version', signal },
        { verb: 'get', resource: 'version' },
      )
      const { major, minor, gitVersion } = answer as { major: string; minor: string; gitVersion: string }
      return { major: Number.parseInt(major, 10), minor: Number.parseInt(minor, 10), gitVersion }
    },
    async get<T extends KubeObject>(
      { withManagers, ...ref }: Parameters<Cluster['get']>[0],
      signal?: AbortSignal,
    ) {
      const attempt = { verb: 'get', ...ref, absent: undefined }
      const found = await checked(api, { method: 'GET', path: resourcePath(ref), signal }, attempt)
      if (found === undefined || withManagers) return found as T | undefined
      return tidy(found as T)
    },
    async list<K extends WatchedKind>(
      kind: K,
      namespace: string,
      options: Parameters<Cluster['list']>[2] = {},
    ) {
      const ref = { apiVersion: watchedApiVersions[kind], kind, namespace }
      const { items } = await fetchList(api, ref, { ...options, fieldSelector: watchedFields(kind) })
      return items.map((item) => hash(kind, item)) as WatchedKinds[K][]
    },
    async listAny({ labelSelector, isOutline, ...ref }, signal) {
      return (await fetchList(api, ref, { labelSelector, isOutline, signal })).items
    },
    apply: (object, options) => applyObject(api, object, options),
    create: (object, signal) => createObject(api, object, signal),
    replace: (object, signal) => replaceObject(api, object, signal),
    now: () => api.transport.serverNow(),
    remove: (ref, options) => removeObject(api, ref, options),
    watch: (namespace, kinds, signal) => watchKinds({ api, clock, hash }, namespace, kinds, signal),
    logs: (options) => fetchLogs(api, options),
    logLines: (options) => streamLogs(api, options),
    canI: (verb, resource, namespace, signal) => canI(api, { verb, resource, namespace }, signal),
  }
}
