import type { ClusterFlags } from '../commands/cluster-options.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { checkSubdomain } from '../config/check-name.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { configFile, loadConfig } from './load-config.ts'

/** Without a release everything in the namespace is looked at; `config` where the release is the project's own. */
export type Place = { cluster: Cluster; release?: string; namespace: string; config?: Config }
type PlaceFlags = ClusterFlags & GlobalOptions & { release?: string; all?: boolean }
type Verb = 'diagnose' | 'logs' | 'open'

const nowhere = (root: string, verb: Verb) =>
  new DeployError('USAGE', `there is no ${configFile} in ${root} that says what to look at`, {
    hint:
      verb === 'open'
        ? 'name a release and its namespace, or the project folder with --cwd'
        : 'name a namespace to look at all of it, a release in it, or the project folder with --cwd',
    next: [
      ...(verb === 'open' ? [] : [`k8sdeploy ${verb} -n NAMESPACE`]),
      `k8sdeploy ${verb} -n NAMESPACE --release NAME`,
    ],
  })

/** Nothing of a config that is not there decides anything but where to look. */
export const noConfig = { contexts: [] as string[], environments: {} } as unknown as Config

/** What to look at: a release or a whole namespace named by flags, or the project's own release. */
export async function findPlace(flags: PlaceFlags, world: World, verb: Verb): Promise<Place> {
  checkRelease(flags.release)
  const files = world.files(flags.cwd ?? world.cwd)
  const hasConfig = (await files.read(configFile)) !== undefined
  const isNamed = flags.namespace !== undefined && (flags.release !== undefined || flags.all === true)
  if ((isNamed && flags.env === undefined) || !hasConfig) {
    if (!namesPlace(flags, verb)) throw nowhere(files.root, verb)
    return findElsewhere(flags, world)
  }
  const { config } = await loadConfig(files, world)
  const cluster = await chooseCluster(flags, config, world, 'look')
  const release = flags.all ? undefined : (flags.release ?? config.name)
  const place = { cluster, release, namespace: namespaceOf(flags, config) }
  return release === config.name ? { ...place, config } : place
}

function checkRelease(name: string | undefined): void {
  const fault = name === undefined ? undefined : checkSubdomain(name)
  if (fault)
    throw new DeployError('USAGE', `--release: ${fault.message}`, { hint: 'name it as `helm list` does' })
}

/** What is opened is one release; several can be looked at. */
const namesPlace = ({ release, namespace, all }: PlaceFlags, verb: Verb): boolean =>
  release !== undefined || (verb !== 'open' && (namespace !== undefined || all === true))

async function findElsewhere(flags: PlaceFlags, world: World): Promise<Place> {
  const { release, all } = flags
  const cluster = await chooseCluster(flags, noConfig, world, 'look')
  const namespace = flags.namespace ?? cluster.context.namespace ?? 'default'
  return { cluster, release: all ? undefined : release, namespace }
}
