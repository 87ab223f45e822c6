import { describe, expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { Question } from '../../src/ports.ts'
import { init } from '../../src/workflows/init.ts'
import { initWorld } from './init-world.ts'

const shop: Record<string, string> = {
  'frontend/package.json': '{"dependencies": {"next": "15"}}',
  'orders/package.json': '{"dependencies": {"express": "5", "pg": "8"}}',
  'users/package.json': '{"dependencies": {"express": "5", "pg": "8"}}',
}
const sound: Record<string, string> = {
  ...shop,
  'orders/package.json': '{"dependencies": {"left-pad": "1"}}',
  'users/Dockerfile': 'FROM node\nEXPOSE 8000\n',
}

/** Answers by question, in turn; a question without any left takes what is offered. */
const person = (script: Record<string, string[]>) => {
  const left = structuredClone(script)
  return ({ id }: Question) => left[id]?.shift()
}

const run = async (script: Record<string, string[]>, texts = sound) => {
  const world = initWorld(texts, { person: person(script) })
  await init({ output: 'text' } as Parameters<typeof init>[0], world)
  return world
}

const ids = (asked: Question[]) => asked.map(({ id }) => id)

describe('the wizard', () => {
  it('asks what matters, shows the plan, and writes after the last question', async () => {
    const { asked, disk, story } = await run({})
    expect(ids(asked)).toEqual([
      'extent',
      'name',
      'namespace',
      'frontend.dir',
      'frontend.port',
      'frontend.replicas',
      'backend.dir',
      'backend.port',
      'backend.replicas',
      'access',
      'frontend.node-port',
      'database',
      'backend.secrets',
      'secrets.from',
      'secrets.file',
      'plan',
    ])
    expect(story.join('')).toMatch(/Found[\s\S]*create {2}k8sdeploy\.yaml/)
    expect(disk.has('k8sdeploy.yaml')).toBe(true)
  })

  it('asks everything when told to', async () => {
    const { asked } = await run({ extent: ['long'] })
    expect(ids(asked)).toEqual(
      expect.arrayContaining(['frontend.cpu-request', 'backend.memory-limit', 'chart.version', 'registry']),
    )
  })

  it('asks only what is open before the plan, with the candidates to choose from', async () => {
    const { asked, disk } = await run({ extent: ['none'], 'backend.dir': ['users'] }, shop)
    expect(ids(asked)).toEqual(['extent', 'backend.dir', 'plan'])
    expect(asked[1]?.choices?.map(({ value }) => value)).toEqual(['orders', 'users', 'another one …'])
    expect(disk.get('k8sdeploy.yaml')).toContain('dir: users')
  })

  it('takes a folder that is none of the candidates', async () => {
    const { disk } = await run(
      { extent: ['none'], 'backend.dir': ['another one …', 'services/x'], 'backend.port': ['8000'] },
      { ...shop, 'services/x/main.zig': '' },
    )
    expect(disk.get('k8sdeploy.yaml')).toContain('dir: services/x')
  })

  it('goes back, question by question, and out to the start', async () => {
    const { asked } = await run({
      'frontend.dir': ['<'],
      namespace: [undefined as never, '<'],
      name: [undefined as never, '<'],
    })
    expect(ids(asked).slice(0, 7)).toEqual([
      'extent',
      'name',
      'namespace',
      'frontend.dir',
      'namespace',
      'name',
      'extent',
    ])
  })

  it('lets an answer follow what it came from, until it is one’s own', async () => {
    const { disk } = await run({ plan: ['edit'], edit: ['name'], name: [undefined as never, 'bazaar'] })
    expect(disk.get('k8sdeploy.yaml')).toMatch(/name: bazaar\nnamespace: bazaar/)
  })

  it('opens questions that an answer makes necessary', async () => {
    const { asked, disk } = await run({ access: ['ingress'], 'access.host': ['shop.example.com'] })
    expect(ids(asked)).toContain('access.host')
    expect(ids(asked)).not.toContain('frontend.node-port')
    expect(disk.get('k8sdeploy.yaml')).toContain('host: shop.example.com')
  })

  it('checks an answer against the others while it is typed', async () => {
    const { asked } = await run({ extent: ['long'] })
    const check = (id: string, text: string) => asked.find((it) => it.id === id)?.check(text)
    expect(check('backend.memory-request', '2Gi')).toMatch(/above the limit/)
    expect(check('backend.memory-request', '256Mi')).toBeUndefined()
    expect(check('backend.port', 'abc')).toMatch(/not a whole number/)
  })

  it('shows diffs on demand', async () => {
    const { story } = await run({ plan: ['diff'] })
    expect(story.join('')).toMatch(/--- k8sdeploy\.yaml\n\+ /)
  })

  it('leaves nothing behind when it is cancelled, wherever', async () => {
    const reference = await run({})
    for (const { id } of reference.asked) {
      const world = initWorld(sound, {
        person: (question) => {
          if (question.id === id) throw new DeployError('CANCELLED', 'cancelled')
          return undefined
        },
      })
      await expect(init({ output: 'text' } as Parameters<typeof init>[0], world)).rejects.toMatchObject({
        code: 'CANCELLED',
        message: 'cancelled: nothing was written',
      })
      expect([...world.disk.keys()]).toEqual(Object.keys(sound))
    }
  })
})
