import type { Cluster, Context, ObjectRef } from '../../src/ports.ts'
import type { KubeObject } from '../../src/rollout/kube.ts'

export const localContext: Context = {
  name: 'kind-dev',
  server: 'https://127.0.0.1:6443',
  isLocal: true,
  provider: 'kind',
  kubeconfig: '/tmp/kubeconfig',
}

const unscripted = (call: string) => () => {
  throw new Error(`unscripted call: ${call}`)
}

/** A cluster that holds exactly `objects`; every call that a test did not script throws. */
export function fakeCluster(objects: KubeObject[], script: Partial<Cluster> = {}): Cluster {
  const find = (ref: ObjectRef) =>
    objects.find(
      (o) =>
        o.kind === ref.kind &&
        o.metadata?.name === ref.name &&
        (!ref.namespace || o.metadata.namespace === ref.namespace),
    )
  return {
    context: localContext,
    version: unscripted('version'),
    get: async (ref: ObjectRef) => find(ref) as never,
    list: unscripted('list'),
    listAny: async ({ kind, namespace }) =>
      objects.filter((o) => o.kind === kind && (!namespace || o.metadata?.namespace === namespace)),
    apply: unscripted('apply'),
    create: unscripted('create'),
    replace: unscripted('replace'),
    now: unscripted('now'),
    remove: unscripted('remove'),
    watch: unscripted('watch'),
    logs: unscripted('logs'),
    logLines: unscripted('logLines'),
    forward: unscripted('forward'),
    knock: unscripted('knock'),
    canI: unscripted('canI'),
    ...script,
  }
}
