import type { Palette } from '../ports.ts'
import type { DownReport } from '../report.ts'

/** The last block of `down`: what is gone, what stays and why. */
export function viewDown({ release, removed, left }: DownReport, { good, dim }: Palette): string[] {
  if (removed.length === 0)
    return [
      `  nothing to remove: no release ${release.name} in ${release.namespace} on ${release.context}`,
      ...viewLeft(left, dim),
    ]
  return [`  ${good('✓ removed')}   ${removed.join(', ')}`, ...viewLeft(left, dim)]
}

const viewLeft = (left: DownReport['left'], dim: Palette['dim']) =>
  left.map(({ object, why }) => `  ${dim('left')}        ${object}: ${why}`)
