import { Argument, type Command, InvalidArgumentError } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import { notEmpty } from './not-empty.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type OpenFlags = ClusterFlags & { release?: string; port?: number; browser: boolean }

const examples = `
Uses the published URL of the release if it answers. Otherwise forwards a local
port to the newest ready pod, across restarts and rollouts, until Ctrl-C.

Examples:
  $ k8sdeploy open                         the frontend, in the browser
  $ k8sdeploy open backend --no-browser    print the URL only
  $ k8sdeploy open --port 8080             always forward, from this port
  $ k8sdeploy open -n shop --release shop  no k8sdeploy.yaml needed`

export function registerOpen(program: Command, run: RunCommand): void {
  const command = program
    .command('open')
    .description('open the app in the browser once it answers, with a port-forward if it needs one')
    .addArgument(new Argument('[component]').choices(['frontend', 'backend']).default('frontend'))
  addClusterOptions(command)
    .option('--release <name>', 'helm release (default: from k8sdeploy.yaml)', notEmpty)
    .option(
      '--port <number>',
      'local port to forward from (default: the port of the component, or any free one)',
      port,
    )
    .option('--no-browser', 'only print the URL')
    .addHelpText('after', examples)
    .action(async (component: 'frontend' | 'backend') => {
      await run(async (world) => {
        const { open } = await import('../workflows/open.ts')
        return open(component, command.optsWithGlobals<OpenFlags & GlobalOptions>(), world)
      })
    })
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('give a port up to 65535; 0 for any that is free')
  return value
}
