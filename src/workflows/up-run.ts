import type { GlobalOptions } from '../commands/program.ts'
import type { UpFlags } from '../commands/up.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, Files, World } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { loadConfig } from './load-config.ts'
import { chooseReporter, type StoryTeller, storyTeller } from './story-teller.ts'
import { emptyReport } from './up-report.ts'

/** What every phase of one `up` works with. */
export type UpRun = {
  flags: UpFlags & GlobalOptions
  world: World
  config: Config
  configText: string
  files: Files
  cluster: Cluster
  namespace: string
  story: StoryTeller
  report: UpReport
}

export async function beginUp(flags: UpFlags & GlobalOptions, world: World): Promise<UpRun> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files)
  const cluster = await chooseCluster(flags, config, world, 'change')
  const namespace = namespaceOf(flags, config)
  const report = emptyReport({ name: config.name, namespace, context: cluster.context.name })
  const story = storyTeller(world.clock, chooseReporter(world.terminal, flags.output, flags.quiet === true))
  story.begin('up', report.release)
  return { flags, world, config, configText: text, files, cluster, namespace, story, report }
}
