import { findProcessStart } from '../machine/process-identity.ts'
import { loadText, type StateFolder, writePrivate } from './state-folder.ts'

/** What a running sandbox tells the commands about itself. */
export type Running = {
  pid: number
  /** So that a pid which now belongs to somebody else is not taken for it. */
  processStart: string
  server: string
  port: number
  certificate: string
  since: string
  databaseUrl?: string
}

export function findRunning({ running }: StateFolder): Running | undefined {
  const known = JSON.parse(loadText(running) ?? 'null') as Running | null
  return known && findProcessStart(known.pid) === known.processStart ? known : undefined
}

export function writeRunning({ running }: StateFolder, value: Running): void {
  writePrivate(running, `${JSON.stringify(value, null, 2)}\n`)
}
