import { type Command, Option } from 'commander'
import type { OnFailure } from '../config/config.ts'
import { addClusterOptions } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'
import { addWatchOptions, type WatchFlags } from './watch-options.ts'

export type UpFlags = WatchFlags & {
  demoDatabase?: boolean
  rebuild?: boolean
  createBranch?: boolean
  secretFile?: string[]
  onFailure?: OnFailure
}

const examples = `
Examples:
  $ k8sdeploy up                          build, deliver, release, watch and verify on the current local cluster
  $ k8sdeploy up --sandbox                the same on the embedded cluster: needs neither Docker nor Kubernetes
  $ k8sdeploy up --dry-run                what would change
  $ k8sdeploy up --on-failure rollback    back to the last verified revision when this one fails
  $ k8sdeploy up -o json --no-input       for scripts: one document on stdout, exit code by phase`

export function registerUp(program: Command, run: RunCommand): void {
  const command = program
    .command('up')
    .description('build, deliver, release, watch the rollout and verify that it runs')
  addWatchOptions(addClusterOptions(command))
    .addOption(
      new Option(
        '--on-failure <choice>',
        'once the evidence is kept: back to the last verified revision, or keep what failed',
      ).choices(['rollback', 'keep', 'ask']),
    )
    .option('--demo-database', 'with --sandbox: an embedded PostgreSQL, for examples only')
    .option('--rebuild', 'build even when the content is unchanged (base images move)')
    .option('--create-branch', 'create the Neon branch of a secret `from: neon` that is not there yet')
    .option(
      '--secret-file <name=path...>',
      'the value of a secret, from a file; `-` reads it from standard input',
    )
    .addOption(
      new Option(
        '--skip <phase...>',
        'phases to leave out; requests: do not ask the URL meanwhile what gets lost',
      ).choices(['database', 'images', 'deliver', 'migrate', 'verify', 'requests']),
    )
    .addHelpText('after', examples)
    .action(async () => {
      await run(async (world) => {
        const { up } = await import('../workflows/up.ts')
        return up(command.optsWithGlobals<UpFlags & GlobalOptions>(), world)
      })
    })
}
