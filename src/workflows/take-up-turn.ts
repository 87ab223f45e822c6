import type { Prepared } from './prepare-release.ts'
import { takeTurn } from './take-turn.ts'
import type { UpRun } from './up-run.ts'

/** Once per run; the Lease needs its namespace. */
export async function takeUpTurn(run: UpRun, { journal }: Pick<Prepared, 'journal'>): Promise<void> {
  run.turn ??= await takeTurn(placeOf(run), journal, run.world, run.story.note)
}

export const placeOf = ({ cluster, config, namespace }: Pick<UpRun, 'cluster' | 'config' | 'namespace'>) => ({
  cluster,
  release: config.name,
  namespace,
  command: 'up',
})
