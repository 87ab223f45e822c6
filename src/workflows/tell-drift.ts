import { describeDrift } from './describe-drift.ts'
import type { LiveObjects } from './fetch-live.ts'
import type { OwnedDrift } from './owned-drift.ts'
import type { ReleaseRun } from './release-run.ts'

/** Nobody's hand is undone in silence, and what could not be compared is not called unchanged. */
export function tellDrift({ story, report }: ReleaseRun, drift: OwnedDrift[], { hidden }: LiveObjects): void {
  if (hidden.length > 0)
    story.note(`not compared with the last release, for lack of rights: ${hidden.join(', ')}`, 'warn')
  if (drift.length === 0) return
  report.drift = drift.map(({ kind, name, path, by, isSetBack }) => ({
    ...{ kind, name, path, isSetBack },
    ...(by && { by }),
  }))
  for (const one of drift) story.note(describeDrift(one), 'warn')
}
