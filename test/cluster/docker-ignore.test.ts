import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDockerIgnore } from '../../src/host/docker-ignore.ts'
import { listContext } from '../../src/host/list-context.ts'
import { askBuilder, type Builder } from './docker-ignore/ask-builder.ts'
import { cases, type IgnoreCase, tree } from './docker-ignore/cases.ts'
import { type RecordedCase, recorded, recordedFile } from './docker-ignore/recorded.ts'
import { writeIgnoreFiles, writeTree } from './docker-ignore/write-context.ts'

/** RECORD=1 asks the builders about every case and keeps what they say; else a few show that it still holds. */
const isRecording = process.env['RECORD'] === '1'
const every = 12

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'k8sdeploy-context-'))
  writeTree(root, tree)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function ask(one: IgnoreCase): RecordedCase {
  writeIgnoreFiles(root, one)
  const all = listContext(root, '.', [readDockerIgnore('')])
  const by = (builder: Builder) => {
    const kept = askBuilder(builder, root, 'k8sdeploy-test/context:1')
    return (
      kept && {
        left: all.filter((path) => !kept.includes(path)),
        emptied: kept.filter((path) => !all.includes(path)),
      }
    )
  }
  return { ...one, by: { classic: by('classic'), buildkit: by('buildkit') } }
}

test.runIf(isRecording)('docker leaves out what is recorded anew', { timeout: 600_000 }, () => {
  const lines = cases.map((one) => JSON.stringify(ask(one)))
  writeFileSync(recordedFile, `{"tree": ${JSON.stringify(tree)},\n"cases": [\n${lines.join(',\n')}\n]}\n`)
})

test.skipIf(isRecording)('docker leaves out what it left out when it was recorded', () => {
  const some = recorded().cases.filter((_, index) => index % every === 0)
  expect(some.map(({ by, ...one }) => ask(one))).toEqual(some)
})
