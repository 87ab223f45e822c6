import { renameSync, rmSync, statSync } from 'node:fs'

const maxBytes = 1024 * 1024

/** Keeps one older log beside the current one, so that neither grows without end. */
export function boundLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < maxBytes) return
  rmSync(`${path}.1`, { force: true })
  renameSync(path, `${path}.1`)
}
