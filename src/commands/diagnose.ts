import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DiagnoseFlags = ClusterFlags & { release?: string; all?: boolean }

export function registerDiagnose(program: Command, run: RunCommand): void {
  const command = program
    .command('diagnose')
    .description('why what runs now does not work: causes with evidence and what to type; changes nothing')
  addClusterOptions(command)
    .option('--release <name>', 'a helm release, of any chart (default: from k8sdeploy.yaml)')
    .option('--all', 'every Deployment of the namespace, whoever made it (default without k8sdeploy.yaml)')
    .addHelpText(
      'after',
      `
Judges Deployments and the Services in front of them; of StatefulSets, DaemonSets and single pods it only
counts who is ready.

Exit codes: 0 healthy · 40 a cause was found · 42 not healthy, and no cause is certain

Examples:
  k8sdeploy diagnose
  k8sdeploy diagnose -n shop
  k8sdeploy diagnose -n shop --release payments
  k8sdeploy diagnose -o json | jq '.verdicts[].message'`,
    )
    .action(async () => {
      await run(async (world) => {
        const { diagnose } = await import('../workflows/diagnose.ts')
        return diagnose(command.optsWithGlobals<DiagnoseFlags & GlobalOptions>(), world)
      })
    })
}
