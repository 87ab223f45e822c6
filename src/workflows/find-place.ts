import type { DiagnoseFlags } from '../commands/diagnose.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { configFile, loadConfig } from './load-config.ts'

/** Without a release everything in the namespace is looked at. */
export type Place = { cluster: Cluster; release?: string; namespace: string }

const nowhere = (root: string) =>
  new DeployError('USAGE', `there is no ${configFile} in ${root} that says what to look at`, {
    hint: 'name a namespace to look at all of its Deployments, a release in it, or the project folder with --cwd',
    next: ['k8sdeploy diagnose -n NAMESPACE', 'k8sdeploy diagnose -n NAMESPACE --release NAME'],
  })

/** Nothing of a config that is not there decides anything but where to look. */
export const noConfig = { contexts: [] as string[], environments: {} } as unknown as Config

/** What to look at: a release or a whole namespace named by flags, or the project's own release. */
export async function findPlace(flags: DiagnoseFlags & GlobalOptions, world: World): Promise<Place> {
  const files = world.files(flags.cwd ?? world.cwd)
  const hasConfig = (await files.read(configFile)) !== undefined
  const isNamed = flags.namespace !== undefined && (flags.release !== undefined || flags.all === true)
  if ((isNamed && flags.env === undefined) || !hasConfig) return findElsewhere(flags, files.root, world)
  const { config } = await loadConfig(files)
  const cluster = await chooseCluster(flags, config, world, 'look')
  const release = flags.all ? undefined : (flags.release ?? config.name)
  return { cluster, release, namespace: namespaceOf(flags, config) }
}

async function findElsewhere(flags: DiagnoseFlags, root: string, world: World): Promise<Place> {
  const { release, all } = flags
  if (release === undefined && flags.namespace === undefined && !all) throw nowhere(root)
  const cluster = await chooseCluster(flags, noConfig, world, 'look')
  const namespace = flags.namespace ?? cluster.context.namespace ?? 'default'
  return { cluster, release: all ? undefined : release, namespace }
}
