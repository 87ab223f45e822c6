import { type Command, InvalidArgumentError, Option } from 'commander'
import type { PhaseName } from '../report.ts'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type UpFlags = ClusterFlags & {
  until: 'available' | 'complete' | 'verified'
  timeout?: number
  demoDatabase?: boolean
  rebuild?: boolean
  dryRun?: boolean
  skip?: (PhaseName | 'requests')[]
}

const examples = `
Examples:
  $ k8sdeploy up                          build, deliver, release, watch and verify on the current local cluster
  $ k8sdeploy up --sandbox                the same on the embedded cluster: needs neither Docker nor Kubernetes
  $ k8sdeploy up --dry-run                what would change
  $ k8sdeploy up -o json --no-input       for scripts: one document on stdout, exit code by phase`

export function registerUp(program: Command, run: RunCommand): void {
  const command = program
    .command('up')
    .description('build, deliver, release, watch the rollout and verify that it runs')
  addClusterOptions(command)
    .addOption(
      new Option('--until <level>', 'when to stop waiting')
        .choices(['available', 'complete', 'verified'])
        .default('verified'),
    )
    .option('--timeout <seconds>', 'give up waiting for the rollout', seconds)
    .option('--demo-database', 'with --sandbox: an embedded PostgreSQL, for examples only')
    .option('--rebuild', 'build even when the content is unchanged (base images move)')
    .option('--dry-run', 'show what would change, change nothing')
    .addOption(
      new Option(
        '--skip <phase...>',
        'phases to leave out; requests: do not ask the URL meanwhile what gets lost',
      ).choices(['database', 'images', 'deliver', 'verify', 'requests']),
    )
    .addHelpText('after', examples)
    .action(async () => {
      await run(async (world) => {
        const { up } = await import('../workflows/up.ts')
        return up(command.optsWithGlobals<UpFlags & GlobalOptions>(), world)
      })
    })
}

function seconds(text: string): number {
  const value = Number(text.replace(/s$/, ''))
  if (!Number.isFinite(value) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('give seconds between 1 and 86400, e.g. --timeout 300')
  }
  return value
}
