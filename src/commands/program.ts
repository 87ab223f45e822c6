import { Command, Option } from 'commander'
import { registerComplete } from './complete.ts'
import { registerCompletion } from './completion.ts'
import { registerDiagnose } from './diagnose.ts'
import { registerDiff } from './diff.ts'
import { registerDoctor } from './doctor.ts'
import { registerDown } from './down.ts'
import { registerInit } from './init.ts'
import { registerLogs } from './logs.ts'
import { notEmpty } from './not-empty.ts'
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
  0   success                          31  helm failed
  1   bug in k8sdeploy                 40  rollout failed
  2   usage, config or answer invalid  41  rollout timed out
  3   changes pending (diff)           42  runs, but a rule does not hold
  4   would have to ask                43  lost sight of the cluster
  10  tool missing                     50  database unreachable
  11  cluster unreachable, refuses,    74  done, but stdout was not written
      or is busy with another run      130 cancelled (Ctrl-C)
  12  context not allowed              143 terminated
  20  image not built
  21  image not delivered
  30  chart does not pass`

/** Every verb with its flags. Who parses with it decides with `exitOverride` what becomes of errors. */
export async function buildProgram(version: string, words: string[], run: RunCommand): Promise<Command> {
  const program = new Command('k8sdeploy')
    .description(
      'Deploys a frontend, a backend and a hosted PostgreSQL to Kubernetes, and proves that they run.',
    )
    .showSuggestionAfterError(false)
    .configureHelp({ showGlobalOptions: false })
    .version(version, '-V, --version')
    .addOption(outputOption())
    .option(
      '-y, --yes',
      'accept safe defaults; never overwrites edited files, never deploys elsewhere than to this machine',
    )
    .option('--no-input', 'never ask; list what is missing and exit with 4')
    .option('-C, --cwd <folder>', 'project folder (default: the current one)', notEmpty)
    .option('--no-color', 'no colors')
    .option('-q, --quiet', 'no progress on stderr')
    .option('--debug', 'print stack traces')
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
  new Option('-o, --output <format>', 'output format')
    .choices(['text', 'json', 'yaml', 'ndjson'])
    .default('text')

async function loadQuestionFlags() {
  const { questionFlags } = await import('../config/question-flags.ts')
  return questionFlags
}
