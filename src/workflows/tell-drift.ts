import { describeDrift } from './describe-drift.ts'
import type { OwnedDrift } from './owned-drift.ts'
import type { ReleaseRun } from './release-run.ts'

/** Nobody's hand is undone in silence. */
export function tellDrift({ story, report }: ReleaseRun, drift: OwnedDrift[]): void {
  if (drift.length === 0) return
  report.drift = drift.map(({ kind, name, path, by, isSetBack }) => ({
    ...{ kind, name, path, isSetBack },
    ...(by && { by }),
  }))
  for (const one of drift) story.note(describeDrift(one), 'warn')
}
