import { readFileSync } from 'node:fs'
import type { Builder } from './ask-builder.ts'
import type { IgnoreCase } from './cases.ts'

/** What real builders left out of the tree, and which folders that emptied; null where they refused to build. */
export type Answer = { left: string[]; emptied: string[] }
export type RecordedCase = IgnoreCase & { by: Record<Builder, Answer | null> }
export type Recorded = { tree: string[]; cases: RecordedCase[] }

export const recordedFile = new URL('../../fixtures/docker-ignore.json', import.meta.url)
export const recorded = (): Recorded => JSON.parse(readFileSync(recordedFile, 'utf8')) as Recorded
