import { Argument, type Command, InvalidArgumentError } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type OpenFlags = ClusterFlags & { release?: string; port?: number; browser: boolean }

const examples = `
Uses the URL that the release publishes, if it answers. Otherwise a port of 127.0.0.1 leads to the newest pod that is
ready, through restarts and rollouts, until Ctrl-C.

Examples:
  $ k8sdeploy open                          the frontend, in the browser
  $ k8sdeploy open backend --no-browser
  $ k8sdeploy open --port 8080              always on this port
  $ k8sdeploy open -n shop --release shop   without a k8sdeploy.yaml`

export function registerOpen(program: Command, run: RunCommand): void {
  const command = program
    .command('open')
    .description(
      'the app in the browser, as soon as it answers; through a port of this machine when it needs one',
    )
    .addArgument(new Argument('[component]').choices(['frontend', 'backend']).default('frontend'))
  addClusterOptions(command)
    .option('--release <name>', 'a helm release (default: from k8sdeploy.yaml)')
    .option(
      '--port <number>',
      'listen on this port of 127.0.0.1 (default: the component’s, or any that is free)',
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
