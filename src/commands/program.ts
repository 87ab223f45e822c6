import { Command, Option } from 'commander'
import { registerComplete } from './complete.ts'
import { registerCompletion } from './completion.ts'
import { registerDiagnose } from './diagnose.ts'
import { registerDiff } from './diff.ts'
import { registerDoctor } from './doctor.ts'
import { registerDown } from './down.ts'
import { registerInit } from './init.ts'
import { registerLogs } from './logs.ts'
import { registerOpen } from './open.ts'
import { registerRender } from './render.ts'
import { registerRollback } from './rollback.ts'
import type { RunCommand } from './run.ts'
import { registerSandbox } from './sandbox.ts'
import { registerSchema } from './schema.ts'
import { registerStatus } from './status.ts'
import { registerUndo } from './undo.ts'
import { registerUp } from './up.ts'

export type OutputFormat = 'text' | 'json' | 'yaml' | 'ndjson'

export type GlobalOptions = {
  output: OutputFormat
  yes?: boolean
  input?: boolean
  cwd?: string
  color?: boolean
  quiet?: boolean
  debug?: boolean
}

const exitCodesHelp = `
Exit codes:
  0 ok · 2 usage or invalid answer · 4 would have prompted · 10 tool missing
  11 cluster unreachable or forbidden, or another run at work · 12 unsafe context · 20 build · 21 delivery · 30 lint · 31 helm
  40 rollout failed · 41 timed out · 42 rule not met · 43 lost sight of the cluster · 50 database · 130/143 cancelled`

/** Every verb with its flags. Parsing errors throw a CommanderError instead of ending the process. */
export async function buildProgram(version: string, words: string[], run: RunCommand): Promise<Command> {
  const program = new Command('k8sdeploy')
    .description(
      'Deploys a frontend, a backend and a hosted PostgreSQL to Kubernetes, and proves that they run.',
    )
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(see k8sdeploy --help)')
    .configureHelp({ showGlobalOptions: false })
    .version(version, '-V, --version')
    .addOption(outputOption())
    .option('-y, --yes', 'accept safe defaults; never overwrites, never deletes, never leaves this machine')
    .option('--no-input', 'never ask; list what is missing instead')
    .option('-C, --cwd <folder>', 'the project folder (default: here)')
    .option('--no-color', 'plain text')
    .option('-q, --quiet', 'no progress on stderr')
    .option('--debug', 'show stack traces')
    .addHelpText('after', exitCodesHelp)
  registerInit(program, run, words.some(namesInit) ? await loadQuestionFlags() : [])
  for (const register of [
    registerUp,
    registerStatus,
    registerLogs,
    registerOpen,
    registerDiff,
    registerDiagnose,
    registerDoctor,
    registerRender,
    registerRollback,
    registerDown,
    registerUndo,
    registerSandbox,
    registerSchema,
    registerCompletion,
    registerComplete,
  ])
    register(program, run)
  return program
}

/** Also within the line that is to be completed. */
const namesInit = (word: string) => /(^|\s)init(\s|$)/.test(word)

const outputOption = () =>
  new Option('-o, --output <format>', 'what goes to stdout')
    .choices(['text', 'json', 'yaml', 'ndjson'])
    .default('text')

async function loadQuestionFlags() {
  const { questionFlags } = await import('../config/question-flags.ts')
  return questionFlags
}
