import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

type Room = { rooms: string[]; packages: string[]; edge?: boolean }

/** The plan of the house: which room may import values from which rooms and packages. `import type` is free. */
const plan: Record<string, Room> = {
  commands: { rooms: ['workflows', 'views', 'config'], packages: ['commander'] },
  workflows: {
    rooms: ['project', 'dockerfile', 'config', 'chart', 'rollout', 'diagnose', 'views'],
    packages: [],
  },
  project: { rooms: ['dockerfile'], packages: ['js-yaml', 'smol-toml'] },
  dockerfile: { rooms: [], packages: [] },
  config: { rooms: [], packages: ['js-yaml', 'zod'] },
  chart: { rooms: ['config', 'rollout'], packages: ['diff', 'js-yaml'] },
  rollout: { rooms: [], packages: [] },
  diagnose: { rooms: ['rollout'], packages: [] },
  views: { rooms: ['project', 'config', 'chart', 'rollout', 'diagnose'], packages: [] },
  cluster: { rooms: ['rollout'], packages: ['@kubernetes/client-node', 'js-yaml'], edge: true },
  host: { rooms: ['config', 'chart', 'sandbox'], packages: ['execa', 'ignore', 'pg'], edge: true },
  terminal: {
    rooms: ['views', 'rollout'],
    packages: ['chalk', 'ora', '@inquirer/prompts', '@inquirer/core'],
    edge: true,
  },
  sandbox: {
    rooms: ['rollout'],
    packages: ['js-yaml', '@electric-sql/pglite', '@electric-sql/pglite-socket'],
    edge: true,
  },
}

const everybody = ['errors.ts']
const src = join(import.meta.dirname, '../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')
const inRooms = files.filter((file) => roomOf(file) !== '')
const source = (file: string) => readFileSync(join(src, file), 'utf8')

const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

function valueImports(text: string): string[] {
  const statics = [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^'"]*?from\s+['"]([^'"]+)['"]/gm)]
  const bare = [...text.matchAll(/^import\s+['"]([^'"]+)['"]/gm)]
  const dynamic = [...text.matchAll(/import\(\s*['"]([^'"]+)['"]/g)]
  return [...statics, ...bare, ...dynamic].map((match) => match[1]!)
}

const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

function isAllowed(file: string, name: string): boolean {
  const room = plan[roomOf(file)]!
  if (name.startsWith('node:')) return room.edge === true
  if (!name.startsWith('.')) return room.packages.includes(packageOf(name))
  const target = relative(src, join(src, dirname(file), name))
  return roomOf(target) === roomOf(file) || room.rooms.includes(roomOf(target)) || everybody.includes(target)
}

describe('the plan of the house', () => {
  it.each(inRooms)('%s imports only what its room may', (file) => {
    const wrong = valueImports(code(source(file))).filter((name) => !isAllowed(file, name))
    expect(wrong).toEqual([])
  })

  it.each(inRooms.filter((file) => !plan[roomOf(file)]?.edge))('%s is pure', (file) => {
    const impure = code(source(file)).match(
      /\b(console\.|process\.|Date\.now\(|setTimeout\(|setInterval\(|new Date\(\)|Math\.random\()/g,
    )
    expect(impure).toBeNull()
  })

  it.each(files)('%s never ends the process', (file) => {
    expect(code(source(file))).not.toMatch(/process\.exit\(/)
  })

  it.each(files)('%s has a name that says what it holds', (file) => {
    expect(file).not.toMatch(/(^|[/-])(utils?|helpers?|common|shared|misc|manager|handler)\.ts$/)
  })

  it('names every room', () => {
    expect([...new Set(inRooms.map(roomOf))].filter((room) => !(room in plan))).toEqual([])
  })
})
