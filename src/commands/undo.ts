import type { Command } from 'commander'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type UndoFlags = { dryRun?: boolean }

export function registerUndo(program: Command, run: RunCommand): void {
  const command = program
    .command('undo')
    .description('take back what init wrote, except files edited since')
    .option('--dry-run', 'show what would be taken back; change nothing')
  command.action(async () => {
    await run(async (world) => {
      const { undo } = await import('../workflows/undo.ts')
      return undo(command.optsWithGlobals<UndoFlags & GlobalOptions>(), world)
    })
  })
}
