import type { OwnedDrift } from './owned-drift.ts'

/** What else is set in a cluster may be a secret. */
const isPlain = ({ path }: OwnedDrift): boolean =>
  path === 'spec.replicas' || /ontainers\[[^\]]*\]\.image$/.test(path)

/** A variable that somebody has set by hand may hold a password. */
export const showable = (drift: OwnedDrift): OwnedDrift =>
  /\.env\b|^data\b|ontainers\[[^\]]*\]$/.test(drift.path) && drift.live !== undefined
    ? { ...drift, live: '(not shown)' }
    : drift

const shortPath = (path: string): string => path.replace(/^spec\.template\.spec\./, '')

/** One line for what differs: what it is, whose hand it was, and what becomes of it. */
export function describeDrift(drift: OwnedDrift): string {
  const { kind, name, path, released, live, by, isSetBack } = drift
  if (path === '') return `${kind} ${name} is gone: it is created again`
  const place = `${kind} ${name}: ${shortPath(path)}`
  const who = by ? ` by ${by}` : ''
  if (released === undefined) return `${place} was added${who}; the release does not name it, so it stays`
  const values = isPlain(drift) ? `: ${live}, released ${released}` : ''
  if (!isSetBack) return `${place} was changed${who}${values}; it stays`
  const rest = kind === 'ConfigMap' ? '; pods that have started since keep it until they are restarted' : ''
  return `${place} was changed${who}${values}; it is set back${rest}`
}
