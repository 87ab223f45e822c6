import { type Command, InvalidArgumentError } from 'commander'
import type { SandboxStatus, World } from '../ports.ts'
import type { OutputFormat } from './program.ts'
import type { RunCommand } from './run.ts'

const faults = [
  'image-not-found',
  'image-denied',
  'crash',
  'exit-0',
  'oom',
  'never-ready',
  'unschedulable',
  'quota',
  'slow',
  'config-missing',
  'none',
]

const examples = `
Examples:
  $ k8sdeploy sandbox up
  $ k8sdeploy up --sandbox --demo-database
  $ k8sdeploy sandbox fault backend crash
  $ export KUBECONFIG=$(k8sdeploy sandbox status -o json | jq -r .kubeconfig)`

export function registerSandbox(program: Command, run: RunCommand): void {
  const sandbox = program
    .command('sandbox')
    .description('manage the embedded cluster, which needs only Node: pods are local processes')
    .addHelpText('after', examples)
  const format = () => program.opts<{ output?: OutputFormat }>().output ?? 'text'

  sandbox
    .command('up')
    .description('start it in the background (its objects live in memory)')
    .option('--demo-database', 'also run a PostgreSQL for examples; its rows are kept')
    .action(async ({ demoDatabase = false }: { demoDatabase?: boolean }) => {
      await run(async (world) =>
        show(world, await world.sandbox.start({ demoDatabase, signal: world.signal }), format()),
      )
    })

  sandbox
    .command('status')
    .description('show whether it runs, and where')
    .action(async () => {
      await run(async (world) => show(world, await world.sandbox.status(), format()))
    })

  sandbox
    .command('down')
    .description('stop it, and every process that runs in it')
    .action(async () => {
      await run(async (world) => {
        const stopped = await world.sandbox.stop()
        const told = stopped ? 'The sandbox has stopped.' : 'No sandbox was running.'
        await answer(world, format(), { running: false, stopped }, [told])
      })
    })

  sandbox
    .command('fault')
    .description('rehearse a failure: the next pods of a component have it')
    .argument('<component>', 'frontend or backend (the label app.kubernetes.io/component)', label)
    .addArgument(sandbox.createArgument('<fault>', 'what goes wrong; none ends it').choices(faults))
    .action(async (component: string, fault: string) => {
      await run(async (world) => {
        await world.sandbox.fault({ component, fault })
        const next = fault === 'none' ? 'are healthy again' : `get the fault "${fault}"`
        await answer(world, format(), { component, fault }, [`The next pods of ${component} ${next}.`])
      })
    })
}

function label(text: string): string {
  if (/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(text)) return text
  throw new InvalidArgumentError('give frontend or backend')
}

const show = (world: World, status: SandboxStatus, format: OutputFormat): Promise<void> =>
  answer(world, format, status, view(status))

async function answer(
  { terminal }: World,
  format: OutputFormat,
  document: object,
  lines: string[],
): Promise<void> {
  if (format === 'text') return terminal.print(`${lines.join('\n')}\n`)
  const { printDocument } = await import('../workflows/print-document.ts')
  printDocument({ schema: 'k8sdeploy/sandbox/1', ...document }, format, terminal)
}

function view({ running, pid, server, kubeconfig, context, since, databaseUrl }: SandboxStatus): string[] {
  if (!running) return ['The sandbox is not running. Start it with: k8sdeploy sandbox up']
  return [
    `The sandbox runs at ${server} (pid ${pid}, since ${since}).`,
    `kubeconfig  ${kubeconfig}`,
    `context     ${context}`,
    ...(databaseUrl ? [`database    ${databaseUrl}`] : []),
  ]
}
