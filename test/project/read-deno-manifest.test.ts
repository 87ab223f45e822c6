import { describe, expect, it } from 'vitest'
import { component } from './detect-texts.ts'

const manifest = `{
  // the server
  "name": "@shop/api",
  "tasks": {
    "start": "deno run --allow-net main.ts"
  },
  "imports": {
    "@oak/oak": "jsr:@oak/oak@^17",
    "db": "npm:pg@8",
    "std/": "https://deno.land/std@0.224.0/",
  }
}`

describe('a manifest of Deno', () => {
  const found = component({ 'deno.json': manifest, 'main.ts': 'Deno.env.get("DATABASE_URL")' })

  it('tells the framework, the driver and the start', () => {
    expect(found.framework?.value.name).toBe('Oak')
    expect(found.language?.value).toBe('javascript')
    expect(found.packageManager).toMatchObject({ value: 'deno', source: 'api/deno.json' })
    expect(found.database).toMatchObject({ value: { driver: 'pg' }, source: 'api/deno.json:9' })
    expect(found.databaseVariable?.value).toBe('DATABASE_URL')
    expect(found.start?.value).toEqual(['deno', 'run', '--allow-net', 'main.ts'])
  })
})
