import { type Command, Option } from 'commander'
import type { QuestionFlag } from '../config/question-flags.ts'
import { notEmpty } from './not-empty.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type InitFlags = {
  from?: string
  overwrite?: boolean
  dryRun?: boolean
  diff?: boolean
} & Record<string, unknown>

const examples = `
Every answer is a flag (--frontend-port), an environment variable
(K8SDEPLOY_FRONTEND_PORT) and a key of the answers file (frontend.port).
Flags take precedence over the environment, the environment over the file.

Examples:
  $ k8sdeploy init                    inspect, ask, show the plan, write
  $ k8sdeploy init --yes              accept what was found and safe defaults
  $ k8sdeploy init --diff             show what would be written
  $ k8sdeploy init --yes --from answers.yaml --backend-port 8000
  $ k8sdeploy init --dry-run -o json  the plan with the source of every value

The document (k8sdeploy/init/1): components, database, migrations and answers
hold {value, source, confidence, conflicts}. source is file:line, or what else
decided; confidence is certain, likely or guess; conflicts are other values,
each with its source. runtimeEnv and buildEnv add phase (build, run), audience
(browser, cluster), isSecret, isRequired, setBy and isLate (set too late).
findings are hints with their source; questions are what is open, with flag and
candidates; files say what would happen to each. Values of secrets are never in
it.`

/** A flag per question. Only who types `init` gets them: to make them costs more than all other commands. */
export function registerInit(program: Command, run: RunCommand, questionFlags: QuestionFlag[]): void {
  const command = program
    .command('init')
    .description('inspect the project, ask, show the plan, write k8sdeploy.yaml and the chart')
  command
    .option('--from <file>', 'read answers from a YAML file in the project', notEmpty)
    .option('--overwrite', 'also replace files that you have edited')
    .option('--dry-run', 'show the plan; write nothing')
    .option('--diff', 'show the plan with diffs; write nothing')
  for (const flag of questionFlags) command.addOption(optionOf(flag))
  command.addHelpText('after', examples).action(async () => {
    await run(async (world) => {
      const { init } = await import('../workflows/init.ts')
      return init(command.optsWithGlobals<InitFlags & GlobalOptions>(), world)
    })
  })
}

function optionOf({ flags, description, group, isList }: QuestionFlag): Option {
  const option = new Option(flags, description).helpGroup(`${group}:`)
  return isList ? option.argParser((value: string, before: string[] = []) => [...before, value]) : option
}
