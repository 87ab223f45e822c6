import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type StatusFlags = ClusterFlags & { watch?: boolean }

export function registerStatus(program: Command, run: RunCommand): void {
  const command = program
    .command('status')
    .description('the eight entities, their states, and the rules that hold and do not')
  addClusterOptions(command)
    .option('-w, --watch', 'keep showing until Ctrl-C')
    .action(async () => {
      await run(async (world) => {
        const { status } = await import('../workflows/status.ts')
        return status(command.optsWithGlobals<StatusFlags & GlobalOptions>(), world)
      })
    })
}
