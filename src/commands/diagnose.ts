import { type Command, Option } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import { notEmpty } from './not-empty.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DiagnoseFlags = ClusterFlags & { release?: string; all?: boolean }

export function registerDiagnose(program: Command, run: RunCommand): void {
  const command = program
    .command('diagnose')
    .description('find out why what runs now does not work: causes, evidence, next steps; changes nothing')
  addClusterOptions(command)
    .option('--release <name>', 'helm release, of any chart (default: from k8sdeploy.yaml)', notEmpty)
    .addOption(
      new Option(
        '--all',
        'all Deployments of the namespace, whoever made them (default without k8sdeploy.yaml)',
      ).conflicts('release'),
    )
    .addHelpText(
      'after',
      `
Judges Deployments and the Services in front of them. Of StatefulSets,
DaemonSets and bare pods it only counts which are ready.

Exit codes: 0 healthy · 40 a cause was found · 42 unhealthy, cause not certain

Examples:
  $ k8sdeploy diagnose
  $ k8sdeploy diagnose -n shop
  $ k8sdeploy diagnose -n shop --release payments
  $ k8sdeploy diagnose -o json | jq '.verdicts[].message'`,
    )
    .action(async () => {
      await run(async (world) => {
        const { diagnose } = await import('../workflows/diagnose.ts')
        return diagnose(command.optsWithGlobals<DiagnoseFlags & GlobalOptions>(), world)
      })
    })
}
