import type { GlobalOptions } from '../commands/program.ts'
import type { UndoFlags } from '../commands/undo.ts'
import type { Files, World } from '../ports.ts'
import { viewUndo } from '../views/undo.ts'
import { askConsent } from './ask-consent.ts'
import { isUndone, planUndo, type UndoStep, undoChanges } from './plan-undo.ts'
import { printDocument } from './print-document.ts'
import { readWritten, writtenFile } from './written.ts'

type Flags = UndoFlags & GlobalOptions

/** Takes back what `init` wrote, where nobody has edited it since. Answers the exit code. */
export async function undo(flags: Flags, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const steps = await lookBack(files)
  const isIdle = !steps.some(isUndone)
  const status = flags.dryRun ? 'planned' : isIdle ? 'unchanged' : 'undone'
  if (flags.output === 'text') world.terminal.print(`${viewUndo(steps, world.terminal.palette).join('\n')}\n`)
  if (status === 'undone') {
    const count = steps.filter(isUndone).length
    const message = `Take back ${count === 1 ? 'one file' : `${count} files`} that init wrote?`
    await askConsent({ message, again: 'k8sdeploy undo --yes', isGiven: flags.yes === true }, world)
    await files.write(undoChanges(steps))
  }
  tell(status, steps, flags, world)
  return 0
}

async function lookBack(files: Files): Promise<UndoStep[]> {
  const written = readWritten(await files.read(writtenFile))
  const paths = Object.keys(written)
  const texts = await Promise.all(paths.map(async (path) => [path, await files.read(path)] as const))
  return planUndo(written, new Map(texts))
}

function tell(status: string, steps: UndoStep[], { output }: Flags, { terminal }: World): void {
  const files = steps.map(({ path, action, why }) => ({ path, action, why }))
  if (output === 'text') terminal.print(endings[status] ?? '')
  else printDocument({ schema: 'k8sdeploy/undo/1', status, code: 0, files, next: [] }, output, terminal)
}

const endings: Record<string, string> = {
  undone: '  taken back\n',
  unchanged: '  nothing to take back: init wrote nothing here that is still as it was\n',
}
