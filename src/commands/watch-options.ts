import { type Command, InvalidArgumentError, Option } from 'commander'
import type { PhaseName } from '../report.ts'
import type { ClusterFlags } from './cluster-options.ts'

export type WatchFlags = ClusterFlags & {
  until: 'available' | 'complete' | 'verified'
  timeout?: number
  dryRun?: boolean
  repair?: boolean
  skip?: (PhaseName | 'requests')[]
}

/** Flags of every command that releases something and watches it. */
export function addWatchOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--until <level>', 'when to stop waiting')
        .choices(['available', 'complete', 'verified'])
        .default('verified'),
    )
    .option('--timeout <seconds>', 'fail a rollout that takes longer (default: from k8sdeploy.yaml)', seconds)
    .option('--dry-run', 'show what would change; change nothing')
    .option('--repair', 'repair a release that a killed run left unfinished, without asking')
}

function seconds(text: string): number {
  const value = /^\d{1,5}(\.\d+)?s?$/.test(text) ? Number.parseFloat(text) : 0
  if (value > 0 && value <= 86_400) return value
  throw new InvalidArgumentError('give seconds, more than 0 and at most 86400: --timeout 300')
}
