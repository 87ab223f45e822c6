import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answers } from './bad-inputs/answers.ts'
import type { BadInput } from './bad-inputs/bad-input.ts'
import { brokenFiles } from './bad-inputs/broken-files.ts'
import { charts } from './bad-inputs/charts.ts'
import { commandLines } from './bad-inputs/command-lines.ts'
import { configs } from './bad-inputs/configs.ts'
import { databaseUrls } from './bad-inputs/database-urls.ts'
import { expectRefusal } from './bad-inputs/expect-refusal.ts'
import { type Ground, prepareGround } from './bad-inputs/ground.ts'
import { kubeconfigs } from './bad-inputs/kubeconfigs.ts'
import { names } from './bad-inputs/names.ts'
import { secretValues } from './bad-inputs/secret-values.ts'
import { tools } from './bad-inputs/tools.ts'

/** Everything that can be handed over and not be worked with, against the built CLI, each as a process of its own. */
const topics: Record<string, BadInput[]> = {
  'command lines': commandLines,
  configs,
  names,
  answers,
  'secret values': secretValues,
  'database URLs': databaseUrls,
  kubeconfigs,
  tools,
  charts,
  'broken files': brokenFiles,
}

let ground: Ground
let untouched: unknown

const clusterState = async () => {
  const { stdout } = await ground.sandbox('status', '--sandbox', '-o', 'json')
  const { entities, release } = JSON.parse(stdout) as Record<string, unknown>
  return { entities, release }
}

beforeAll(async () => {
  ground = await prepareGround()
  untouched = await clusterState()
})
afterAll(() => ground.end())

describe.concurrent.each(Object.entries(topics))('%s', (_, inputs) => {
  it.each(inputs.map((input) => [input.what, input] as const))('%s', async (_what, input) => {
    await expectRefusal(input, await ground.meet({ ...input, args: ['-o', 'json', ...input.args] }))
  })
})

describe('all of them', () => {
  it('are many, and no two alike', () => {
    const names = Object.entries(topics).flatMap(([topic, inputs]) =>
      inputs.map(({ what }) => `${topic}: ${what}`),
    )
    expect(names.length).toBeGreaterThanOrEqual(200)
    expect(new Set(names).size).toBe(names.length)
  })

  it('left the cluster as it was', async () => {
    expect(await clusterState()).toEqual(untouched)
  })
})
