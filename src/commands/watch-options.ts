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
  const value = Number(text.replace(/s$/, ''))
  if (!Number.isFinite(value) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('Give seconds between 1 and 86400, e.g. --timeout 300')
  }
  return value
}
