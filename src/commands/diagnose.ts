import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DiagnoseFlags = ClusterFlags & { release?: string }

export function registerDiagnose(program: Command, run: RunCommand): void {
  const command = program
    .command('diagnose')
    .description('why what runs now does not work: causes with evidence and what to type; changes nothing')
  addClusterOptions(command)
    .option('--release <name>', 'the helm release (default: from k8sdeploy.yaml)')
    .addHelpText(
      'after',
      `
Exit codes: 0 healthy · 40 a cause was found · 42 not healthy, and no cause is certain

Examples:
  k8sdeploy diagnose
  k8sdeploy diagnose --release shop -n shop
  k8sdeploy diagnose -o json | jq '.verdicts[].message'`,
    )
    .action(async () => {
      await run(async (world) => {
        const { diagnose } = await import('../workflows/diagnose.ts')
        return diagnose(command.optsWithGlobals<DiagnoseFlags & GlobalOptions>(), world)
      })
    })
}
