import { appendFileSync, renameSync, statSync } from 'node:fs'

export type Log = (line: string) => void

const maxBytes = 1024 * 1024

/** Lines with their time; one older file is kept beside the current one, so that neither grows without end. */
export function createLog(path: string, limit = maxBytes): Log {
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`
    if (size + text.length > limit) {
      if (size > 0) renameSync(path, `${path}.1`)
      size = 0
    }
    appendFileSync(path, text, { mode: 0o600 })
    size += text.length
  }
}
