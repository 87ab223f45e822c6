import type { ClusterFlags } from '../commands/cluster-options.ts'
import type { Found, Source } from '../commands/find-candidates.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, World } from '../ports.ts'
import { chooseCluster, environmentOf } from './choose-cluster.ts'
import { loadConfig } from './load-config.ts'

type Typed = ClusterFlags & { cwd?: string }
type Look = { typed: Typed; config: Config | undefined; world: World; signal: AbortSignal }

/** Whoever presses Tab does not wait for a cluster. */
const patienceMs = 1500

/** Prints what may stand at the cursor, a line each; of what goes wrong on the way a shell shows nothing. */
export async function complete({ candidates, source, prefix, given }: Found, current: string, world: World) {
  if (source === 'files' || source === 'folders') return world.terminal.data(`:${source}\n`)
  const names = source ? await fetchInTime(source, given as Typed, world) : []
  const values = names.map((name) => ({ value: `${prefix}${name}`, about: '' }))
  const lines = [...candidates, ...values.filter(({ value }) => value.startsWith(current))].map(
    ({ value, about }) => (about ? `${value}\t${about}` : value),
  )
  world.terminal.data(lines.map((line) => `${line}\n`).join(''))
}

async function fetchInTime(source: Source, typed: Typed, world: World): Promise<string[]> {
  const over = new AbortController()
  const answered = new AbortController()
  const late = world.clock.sleep(patienceMs, answered.signal).then(() => {
    over.abort()
    return []
  })
  // no config, no cluster, no right to look: then there is nothing to offer
  const names = fetchNames(source, typed, world, over.signal).catch(() => [])
  const first = await Promise.race([names, late])
  answered.abort()
  return first
}

async function fetchNames(
  source: Source,
  typed: Typed,
  world: World,
  signal: AbortSignal,
): Promise<string[]> {
  if (source === 'contexts') return world.contexts(typed.kubeconfig)
  const look = { typed, config: await findConfig(typed, world), world, signal }
  if (source === 'environments') return Object.keys(look.config?.environments ?? {})
  return source === 'namespaces' ? fetchNamespaces(look) : fetchReleaseNames(look)
}

const findConfig = ({ cwd }: Typed, world: World): Promise<Config | undefined> =>
  loadConfig(world.files(cwd ?? world.cwd), world).then(
    ({ config }) => config,
    () => undefined,
  )

const noConfig = { contexts: [] as string[], environments: {} } as unknown as Config

const clusterOf = ({ typed, config, world }: Look): Promise<Cluster> =>
  chooseCluster(typed, config ?? noConfig, world, 'look')

async function fetchNamespaces(look: Look): Promise<string[]> {
  const cluster = await clusterOf(look)
  const found = await cluster.listAny({ apiVersion: 'v1', kind: 'Namespace', isOutline: true }, look.signal)
  return found.map(({ metadata }) => metadata?.name ?? '')
}

async function fetchReleaseNames(look: Look): Promise<string[]> {
  const { typed, config, signal } = look
  const cluster = await clusterOf(look)
  const own = config && (environmentOf(typed, config)?.namespace ?? config.namespace)
  const namespace = typed.namespace ?? own ?? cluster.context.namespace ?? 'default'
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, labelSelector: 'owner=helm', isOutline: true }
  const records = await cluster.listAny(ref, signal)
  return [...new Set(records.flatMap(({ metadata }) => metadata?.labels?.['name'] ?? []))].sort()
}
