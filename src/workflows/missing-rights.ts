import type { Cluster } from '../ports.ts'

/** What `up` does in its namespace, and nothing that only some projects need. */
const rights: [resource: string, verbs: string[]][] = [
  ['deployments.apps', ['create', 'patch', 'list', 'watch']],
  ['services', ['create', 'patch', 'list', 'watch']],
  ['configmaps', ['create', 'patch', 'list', 'watch']],
  ['secrets', ['get', 'create', 'patch', 'list', 'watch']],
  ['replicasets.apps', ['list', 'watch']],
  ['pods', ['list', 'watch']],
  ['pods/log', ['get']],
  ['events', ['list', 'watch']],
  ['endpointslices.discovery.k8s.io', ['list', 'watch']],
  ['leases.coordination.k8s.io', ['get', 'create', 'update']],
]

/** As `verb resource`, in the words of `kubectl auth can-i`. */
export async function findMissingRights(
  cluster: Pick<Cluster, 'canI'>,
  namespace: string,
  makesNamespace: boolean,
  signal?: AbortSignal,
): Promise<{ missing: string[]; asked: number }> {
  const wanted = rights.map(([resource, verbs]) => ({ resource, verbs, namespace }))
  if (makesNamespace) wanted.push({ resource: 'namespaces', verbs: ['create'], namespace: '' })
  const missing: string[] = []
  for (const { resource, verbs, namespace: where } of wanted) {
    const answers = await Promise.all(verbs.map((verb) => cluster.canI(verb, resource, where, signal)))
    missing.push(...verbs.filter((_, index) => !answers[index]).map((verb) => `${verb} ${resource}`))
  }
  return { missing, asked: wanted.flatMap(({ verbs }) => verbs).length }
}
