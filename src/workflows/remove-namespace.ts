import type { Cluster, World } from '../ports.ts'
import type { DownReport } from '../report.ts'
import { type NamespaceObject, whatRemains } from './check-cluster.ts'
import { isOurs } from './release-secret.ts'

type Needs = {
  cluster: Pick<Cluster, 'get' | 'listAny' | 'remove'>
  namespace: string
  world: Pick<World, 'clock' | 'signal'>
  report: Pick<DownReport, 'removed' | 'left'>
  note: (message: string) => void
}

/** A namespace is emptied by controllers, one kind after the other: seconds, when nothing holds it. */
const patienceMs = 60_000
const lookMs = 250
const silentMs = 2_000

/** The namespace is removed when it is ours and empty, and is gone then: the next `up` would be refused while it goes. */
export async function removeNamespace(needs: Needs): Promise<void> {
  const { cluster, namespace, world, report } = needs
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace }
  const look = () => cluster.get<NamespaceObject>(ref, world.signal)
  const leave = (why: string) => void report.left.push({ object: `Namespace ${namespace}`, why })
  const found = await look()
  if (!found || found.metadata?.deletionTimestamp) return
  if (!isOurs(found)) return leave('it was there before')
  const others = await findOthers(cluster, namespace, world.signal)
  if (others.length > 0) return leave(`it still holds ${others.join(', ')}`)
  await cluster.remove(ref, { propagation: 'Background', signal: world.signal })
  const left = await untilGone(look, needs)
  if (left) leave(['it is still being deleted', ...whatRemains(left).slice(0, 1)].join(': '))
  else report.removed.push(`Namespace ${namespace}`)
}

async function untilGone(
  look: () => Promise<NamespaceObject | undefined>,
  { namespace, world: { clock, signal }, note }: Needs,
): Promise<NamespaceObject | undefined> {
  const start = clock.monotonic()
  let hasSaid = false
  for (;;) {
    const found = await look()
    const waitedMs = clock.monotonic() - start
    if (!found || waitedMs >= patienceMs || signal.aborted) return found
    if (waitedMs >= silentMs && !hasSaid) {
      note(`waiting for namespace ${namespace} to go`)
      hasSaid = true
    }
    await clock.sleep(lookMs, signal)
  }
}

/** Objects in the namespace that every namespace does not have by itself. */
async function findOthers(
  cluster: Needs['cluster'],
  namespace: string,
  signal: AbortSignal,
): Promise<string[]> {
  const byItself = new Set(['ConfigMap kube-root-ca.crt', 'Service kubernetes'])
  const kinds = [
    ['apps/v1', 'Deployment'],
    ['v1', 'Pod'],
    ['v1', 'Service'],
    ['v1', 'ConfigMap'],
    ['v1', 'Secret'],
    ['v1', 'PersistentVolumeClaim'],
  ] as const
  const lists = await Promise.all(
    kinds.map(([apiVersion, kind]) =>
      cluster
        .listAny({ apiVersion, kind, namespace }, signal)
        .then((list) => list.map((item) => `${kind} ${item.metadata?.name}`)),
    ),
  )
  return lists.flat().filter((name) => !byItself.has(name))
}
