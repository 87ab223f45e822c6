import type { DiagnoseFlags } from '../commands/diagnose.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { configFile, loadConfig } from './load-config.ts'

export type Place = { cluster: Cluster; release: string; namespace: string }

const nowhere = (root: string) =>
  new DeployError('USAGE', `there is no ${configFile} in ${root} that says what to look at`, {
    hint: 'name the release and its namespace, or the project folder with --cwd',
    next: ['k8sdeploy diagnose --release NAME --namespace NAMESPACE'],
  })

/** Nothing of a config that is not there decides anything but where to look. */
const noConfig = { contexts: [] as string[], environments: {} } as unknown as Config

/** The release to look at: named by flags, or the project's own. */
export async function findPlace(flags: DiagnoseFlags & GlobalOptions, world: World): Promise<Place> {
  const files = world.files(flags.cwd ?? world.cwd)
  const hasConfig = (await files.read(configFile)) !== undefined
  const isElsewhere = flags.release !== undefined && flags.namespace !== undefined && flags.env === undefined
  if (isElsewhere || (!hasConfig && flags.release !== undefined)) {
    const cluster = await chooseCluster(flags, noConfig, world, 'look')
    const namespace = flags.namespace ?? cluster.context.namespace ?? 'default'
    return { cluster, release: flags.release!, namespace }
  }
  if (!hasConfig) throw nowhere(files.root)
  const { config } = await loadConfig(files)
  const cluster = await chooseCluster(flags, config, world, 'look')
  return { cluster, release: flags.release ?? config.name, namespace: namespaceOf(flags, config) }
}
