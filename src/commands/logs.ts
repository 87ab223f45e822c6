import { type Command, InvalidArgumentError } from 'commander'
import { addClusterOptions, type ClusterFlags } from './cluster-options.ts'
import { notEmpty } from './not-empty.ts'
import type { GlobalOptions } from './program.ts'
import type { RunCommand } from './run.ts'

export type LogsFlags = ClusterFlags & {
  follow: boolean
  release?: string
  previous?: boolean
  timestamps?: boolean
  /** Lines of each container; Infinity for all. */
  tail?: number
  /** Milliseconds before now, or an instant. */
  since?: { ago: number } | { at: number }
}

const examples = `
Examples:
  $ k8sdeploy logs                             all pods, until Ctrl-C
  $ k8sdeploy logs backend --since 10m
  $ k8sdeploy logs backend --previous          before the last restart
  $ k8sdeploy logs -n shop --release payments  needs no k8sdeploy.yaml
  $ k8sdeploy logs --no-follow -o json | jq -r .line`

export function registerLogs(program: Command, run: RunCommand): void {
  const command = program
    .command('logs')
    .description('stream the logs of all pods across restarts and rollouts, with secrets masked')
    .argument('[component]', 'frontend, backend or migrate (default: all)')
  addClusterOptions(command)
    .option(
      '--release <name>',
      'helm release, of any chart (default: from k8sdeploy.yaml; without one: all pods of the namespace)',
      notEmpty,
    )
    .option('--no-follow', 'print what there is and exit')
    .option('-p, --previous', 'of the run before the last restart; does not follow')
    .option(
      '--since <time>',
      'only newer lines: 90s, 10m, 2h, 1d, or a time such as 2026-03-01T10:00:00Z',
      since,
    )
    .option(
      '--tail <lines>',
      'last lines of each container, or all (default: 50; with --no-follow all)',
      tail,
    )
    .option('-t, --timestamps', 'prefix each line with its time')
    .addHelpText('after', examples)
    .action(async (component: string | undefined) => {
      await run(async (world) => {
        const { logs } = await import('../workflows/logs.ts')
        return logs(component, command.optsWithGlobals<LogsFlags & GlobalOptions>(), world)
      })
    })
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function since(text: string): NonNullable<LogsFlags['since']> {
  const parts = [...text.matchAll(/(\d{1,9})([smhd])/g)]
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text)
    return { ago: parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0) }
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    throw new InvalidArgumentError('give a span or a time: --since 10m, or --since 2026-03-01T10:00:00Z')
  return { at }
}

function tail(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY
  const lines = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(lines))
    throw new InvalidArgumentError('give a number of lines, or all')
  return lines
}
