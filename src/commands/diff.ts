import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DiffFlags = ClusterFlags & { exitCode?: boolean; demoDatabase?: boolean }

const examples = `
Exit codes: 0; with --exit-code 3 when something would change or has drifted

Examples:
  $ k8sdeploy diff
  $ k8sdeploy diff --exit-code -o json    for scripts`

export function registerDiff(program: Command, run: RunCommand): void {
  const command = program
    .command('diff')
    .description('show what up would change, and what has drifted in the cluster; changes nothing')
  addClusterOptions(command)
    .option('--exit-code', 'exit with 3 when changes are pending')
    .addHelpText('after', examples)
    .action(async () => {
      await run(async (world) => {
        const { diff } = await import('../workflows/diff.ts')
        return diff(command.optsWithGlobals<DiffFlags & GlobalOptions>(), world)
      })
    })
}
