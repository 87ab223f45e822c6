import { describe, expect, it } from 'vitest'
import type { GlobalOptions } from '../../src/commands/program.ts'
import { init } from '../../src/workflows/init.ts'
import { undo } from '../../src/workflows/undo.ts'
import { initWorld } from './init-world.ts'

const flags = (more: object = {}) =>
  ({ output: 'text', yes: true, input: false, color: false, ...more }) as GlobalOptions & { yes: boolean }

const project = {
  '.gitignore': 'node_modules\n',
  'frontend/package.json': '{"dependencies": {"next": "15"}, "scripts": {"start": "next start"}}',
  'frontend/Dockerfile': 'FROM node:22\nEXPOSE 3000\n',
  'backend/package.json': '{"dependencies": {"express": "5", "pg": "8"}, "scripts": {"start": "node a.js"}}',
  'backend/a.js': 'new Pool({ connectionString: process.env.DATABASE_URL }); app.listen(4000)',
}

const initialised = async () => {
  const world = initWorld({ ...project })
  await init(flags(), world)
  expect(world.disk.has('k8sdeploy.yaml')).toBe(true)
  return world
}

describe('undo', () => {
  it('leaves the folder as it was before init', async () => {
    const { disk } = await initialised()
    expect(await undo(flags(), initWorld({}, { disk }))).toBe(0)
    expect(Object.fromEntries(disk)).toEqual(project)
  })

  it('keeps what somebody has edited since, and says so', async () => {
    const { disk } = await initialised()
    disk.set('k8sdeploy.yaml', `${disk.get('k8sdeploy.yaml')}# mine\n`)
    const world = initWorld({}, { disk })
    await undo(flags({ output: 'json' }), world)
    expect([...disk.keys()].sort()).toEqual([...Object.keys(project), 'k8sdeploy.yaml'].sort())
    expect(JSON.parse(world.out.join(''))).toMatchObject({
      status: 'undone',
      files: expect.arrayContaining([expect.objectContaining({ path: 'k8sdeploy.yaml', action: 'keep' })]),
    })
  })

  it('takes only its own lines out of a file of the user’s', async () => {
    const { disk } = await initialised()
    disk.set('.gitignore', `${disk.get('.gitignore')}build\n`)
    await undo(flags(), initWorld({}, { disk }))
    expect(disk.get('.gitignore')).toBe('node_modules\nbuild\n')
  })

  it('changes nothing in a dry run, and nothing when there is nothing', async () => {
    const { disk } = await initialised()
    const before = new Map(disk)
    await undo(flags({ dryRun: true }), initWorld({}, { disk }))
    expect(disk).toEqual(before)
    expect(await undo(flags(), initWorld({ ...project }))).toBe(0)
  })

  it('asks, or says how to agree where nobody can be asked', async () => {
    const { disk } = await initialised()
    await expect(undo(flags({ yes: undefined }), initWorld({}, { disk }))).rejects.toMatchObject({
      code: 'WOULD_PROMPT',
      details: { next: ['k8sdeploy undo --yes'] },
    })
    expect(disk.has('k8sdeploy.yaml')).toBe(true)
  })
})
