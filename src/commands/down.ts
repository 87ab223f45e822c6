import type { Command } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type DownFlags = ClusterFlags & { deleteBranch?: boolean }

export function registerDown(program: Command, run: RunCommand): void {
  const command = program
    .command('down')
    .description('uninstall the release and what was made for it, and say what remains')
  addClusterOptions(command)
    .option('--delete-branch', 'also delete the Neon branch that `up --create-branch` made, and its data')
    .action(async () => {
      await run(async (world) => {
        const { down } = await import('../workflows/down.ts')
        return down(command.optsWithGlobals<DownFlags & GlobalOptions>(), world)
      })
    })
}
