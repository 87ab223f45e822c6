import { type Command, CommanderError } from 'commander'
import { buildProgram, type GlobalOptions } from './commands/program.ts'
import { DeployError, isDeployError } from './errors.ts'
import type { World } from './ports.ts'
import { spellFor } from './terminal/spell.ts'
import { openStreams } from './terminal/streams.ts'

/** Parses a command line, gives its command a world, and turns whatever happens into an exit code: the only place that does. */
export async function runProgram(
  argv: string[],
  version: string,
  signal: AbortSignal,
  stray: Promise<never>,
): Promise<number> {
  let code = 0
  const program = await buildProgram(version, argv, async (work) => {
    const world = await makeWorld(program.opts<GlobalOptions>(), signal)
    code = (await work(world)) ?? 0
  })
  let at = program
  prepareParsing(program, (command) => {
    at = command
  })
  try {
    await concealTyped(argv)
    if (argv.length === 0) program.help()
    await Promise.race([program.parseAsync(argv, { from: 'user' }), stray])
    return code
  } catch (error) {
    const options = program.opts<GlobalOptions>()
    if (!(error instanceof CommanderError)) return report(error, options)
    const { usageError } = await import('./commands/usage-error.ts')
    return report(usageError(error, at), { ...options, ...wantedOutput(argv) })
  }
}

/** Who types a password into a command line has told it already; it is not repeated all the same. */
async function concealTyped(argv: string[]): Promise<void> {
  const urls = argv.flatMap((word) => word.match(/[a-z][a-z0-9+.-]*:\/\/\S*:\S*@\S*/gi) ?? [])
  if (urls.length === 0) return
  const { redactor } = await import('./host/redact.ts')
  for (const url of urls) redactor.conceal(url)
}

const secretName = /SECRET|PASSWORD|TOKEN|_KEY$|DATABASE_URL|_DSN$/i

/** A bug may repeat anything, and come before it is known what is secret. */
async function concealEnvironment(): Promise<void> {
  const { redactor } = await import('./host/redact.ts')
  const { hasCredentials } = await import('./config/check-variable.ts')
  for (const [name, value = ''] of Object.entries(process.env))
    if (secretName.test(name) || hasCredentials(value)) redactor.conceal(value)
}

async function makeWorld(options: GlobalOptions, signal: AbortSignal): Promise<World> {
  const { realWorld } = await import('./world.ts')
  const { projectFolder } = await import('./host/project-folder.ts')
  return realWorld({
    env: process.env,
    cwd: projectFolder(options.cwd),
    canAsk: options.input !== false && options.yes !== true,
    colour: options.color !== false,
    quiet: options.quiet === true,
    signal,
  })
}

async function report(error: unknown, options: GlobalOptions): Promise<number> {
  if (error === undefined) return 0
  const known = isDeployError(error) ? error : bug(error)
  if (known.code === 'BUG') await concealEnvironment()
  await printDocument(known, options)
  const { viewError } = await import('./views/view-error.ts')
  const { palette } = await import('./terminal/palette.ts')
  const { say, colour, columns } = storyStreams(options)
  say(`${await masked(viewError(known, palette(colour), columns()).join('\n'))}\n`)
  if (options.debug)
    say(`${await masked(String((known.cause as Error | undefined)?.stack ?? known.stack))}\n`)
  return known.exitCode
}

const storyStreams = ({ color }: GlobalOptions) => {
  const { stdin, stdout, stderr, env } = process
  return openStreams({ stdin, stdout, stderr, env, canAsk: false, colour: color !== false })
}

/** Help is commander's to print; what is wrong with a command line is said like any other error, and of which command. */
function prepareParsing(command: Command, failed: (at: Command) => void): void {
  const { stdout, env } = process
  const out = spellFor(env, stdout.isTTY === true)
  command.configureOutput({
    writeOut: (text) => void stdout.write(out(text)),
    writeErr: () => {},
    outputError: () => {},
  })
  command.exitOverride((error) => {
    failed(command)
    throw error
  })
  for (const child of command.commands) prepareParsing(child, failed)
}

/** The format, also where the parser stopped before it came to it. */
function wantedOutput(argv: string[]): Pick<GlobalOptions, 'output'> | undefined {
  const [, output] = /(?:^|\n)(?:-o\n?|--output[=\n])(ndjson|json)(?:\n|$)/.exec(argv.join('\n')) ?? []
  return output === undefined ? undefined : { output: output as GlobalOptions['output'] }
}

async function printDocument(error: DeployError, { output }: GlobalOptions): Promise<void> {
  if (output !== 'json' && output !== 'ndjson') return
  const { errorReport } = await import('./workflows/error-report.ts')
  process.stdout.write(`${JSON.stringify(await masked(errorReport(error)))}\n`)
}

async function masked<T>(value: T): Promise<T> {
  const { redactor } = await import('./host/redact.ts')
  const mask = (part: unknown) => (typeof part === 'string' ? redactor.mask(part) : part)
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => mask(part)) as T
}

const bug = (error: unknown) =>
  new DeployError(
    'BUG',
    `k8sdeploy met something it did not expect: ${error instanceof Error ? error.message : String(error)}`,
    {
      hint: 'this is a bug: run again with --debug and report what it prints',
      cause: error,
    },
  )
