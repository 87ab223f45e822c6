import { type Command, InvalidArgumentError } from 'commander'
import { addClusterOptions } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'
import { addWatchOptions, type WatchFlags } from './watch-options.ts'

export type RollbackFlags = WatchFlags & { to?: number }

const examples = `
Examples:
  $ k8sdeploy rollback            to the last verified revision before this one
  $ k8sdeploy rollback --to 3     to a revision of your choice
  $ k8sdeploy rollback --dry-run  show what would change

Neither the database nor the values of the Secret are rolled back.`

export function registerRollback(program: Command, run: RunCommand): void {
  const command = program
    .command('rollback')
    .description('return to the last verified revision, watched and verified like a deploy')
  addWatchOptions(addClusterOptions(command))
    .option('--to <revision>', 'helm revision to go back to (see `helm history`)', revision)
    .addHelpText('after', examples)
    .action(async () => {
      await run(async (world) => {
        const { rollback } = await import('../workflows/rollback.ts')
        return rollback(command.optsWithGlobals<RollbackFlags & GlobalOptions>(), world)
      })
    })
}

function revision(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('give the number of a revision: --to 3')
}
