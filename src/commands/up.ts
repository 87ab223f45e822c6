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
  $ k8sdeploy up                        deploy to the current local cluster
  $ k8sdeploy up --sandbox              without Docker and Kubernetes
  $ k8sdeploy up --dry-run              show what would change
  $ k8sdeploy up --on-failure rollback  return to what was verified if it fails
  $ k8sdeploy up -o json --no-input     for scripts: one document on stdout`

export function registerUp(program: Command, run: RunCommand): void {
  const command = program
    .command('up')
    .description('build, deliver, release, watch the rollout, and verify that it works')
  addWatchOptions(addClusterOptions(command))
    .addOption(
      new Option(
        '--on-failure <choice>',
        'after a failure: return to the last verified revision, keep what failed, or ask (default: ask; keep where nobody can be asked)',
      ).choices(['rollback', 'keep', 'ask']),
    )
    .option('--demo-database', 'with --sandbox: also run an embedded PostgreSQL (for examples only)')
    .option('--rebuild', 'build images even if their content is unchanged (base images may have moved)')
    .option('--create-branch', 'create the Neon branch of a secret `from: neon` if it does not exist')
    .option('--secret-file <name=path...>', 'read the value of a secret from a file; `-` is standard input')
    .addOption(
      new Option(
        '--skip <phase...>',
        'leave out phases; requests: do not probe the URL during the rollout',
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
