import type { Command } from 'commander'
import { findCandidates } from './find-candidates.ts'
import type { RunCommand } from './run.ts'
import { splitLine } from './split-line.ts'

/** What the completion scripts ask: the line up to the cursor. */
export function registerComplete(program: Command, run: RunCommand): void {
  program
    .command('__complete', { hidden: true })
    .argument('<line>')
    .action(async (line: string) => {
      const typed = splitLine(line)
      await run(async (world) => {
        const { complete } = await import('../workflows/complete.ts')
        return complete(findCandidates(program, typed), typed.current, world)
      })
    })
}
