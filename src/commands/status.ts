import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type StatusFlags = ClusterFlags & { watch?: boolean }

const help = `
Exit codes: 0 every rule holds · 42 a rule does not hold

Examples:
  $ k8sdeploy status
  $ k8sdeploy status --watch
  $ k8sdeploy status -o json | jq '.entities[] | {kind, name, state}'`

export function registerStatus(program: Command, run: RunCommand): void {
  const command = program
    .command('status')
    .description('show the eight entities of the deploy, their states, and which rules hold')
  addClusterOptions(command)
    .option('-w, --watch', 'then print each change until Ctrl-C')
    .addHelpText('after', help)
    .action(async () => {
      await run(async (world) => {
        const { status } = await import('../workflows/status.ts')
        return status(command.optsWithGlobals<StatusFlags & GlobalOptions>(), world)
      })
    })
}
