import type { GlobalOptions } from '../commands/program.ts'
import type { UpFlags } from '../commands/up.ts'
import { DeployError } from '../errors.ts'
import type { ReleaseRecord, World } from '../ports.ts'
import type { UpReport } from '../report.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { loadConfig } from './load-config.ts'
import type { ReleaseRun } from './release-run.ts'
import type { SecretObject } from './release-secret.ts'
import { chooseReporter, storyTeller } from './story-teller.ts'
import { emptyReport } from './up-report.ts'

/** `before` is set from the first change to the release on: what a rollback goes back to. */
export type UpRun = ReleaseRun & {
  flags: UpFlags & GlobalOptions
  report: UpReport
  before?: { releases: ReleaseRecord[]; secret?: SecretObject }
  hasSaidFailure?: boolean
}

export async function beginUp(flags: UpFlags & GlobalOptions, world: World): Promise<UpRun> {
  if (flags.demoDatabase && !flags.sandbox) throw outsideSandbox()
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files, world)
  const cluster = await chooseCluster(flags, config, world, 'change')
  const namespace = namespaceOf(flags, config)
  const report = emptyReport({ name: config.name, namespace, context: cluster.context.name })
  const story = storyTeller(world.clock, chooseReporter(world.terminal, flags.output, flags.quiet === true))
  story.begin('up', report.release)
  return { flags, world, config, configText: text, files, cluster, namespace, story, report }
}

const outsideSandbox = () =>
  new DeployError('USAGE', '--demo-database is a database of the sandbox', {
    hint: 'deploy to the sandbox, or leave it out and name the URL of a database of your own',
    next: ['k8sdeploy up --sandbox --demo-database'],
  })
