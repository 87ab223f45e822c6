import { describe, expect, it } from 'vitest'
import { component, detect, express, json } from './detect-texts.ts'

describe('a platform’s file', () => {
  it('says how it is started, for whatever port it hands over', () => {
    const texts = {
      'requirements.txt': 'fastapi',
      Procfile: 'web: gunicorn a:app --bind 0.0.0.0:$PORT -w 2\nrelease: alembic upgrade head\n',
    }
    const { start, migrations } = component(texts)
    expect(start?.value).toEqual(['gunicorn', 'a:app', '-w', '2'])
    expect(migrations).toMatchObject({
      value: { command: ['alembic', 'upgrade', 'head'] },
      source: 'api/Procfile:2',
    })
  })

  it.each<[string, Record<string, string>, object]>([
    [
      'Fly',
      { 'fly.toml': '[http_service]\n  internal_port = 4567\n[[http_service.checks]]\n  path = "/ping"\n' },
      { port: 4567, health: '/ping' },
    ],
    [
      'Railway',
      { 'railway.json': '{\n  "deploy": {\n    "healthcheckPath": "/alive-and-well"\n  }\n}' },
      { port: 3000, health: '/alive-and-well' },
    ],
  ])('%s', (_, files, expected) => {
    const { port, health } = component({ 'package.json': express, ...files })
    expect({ port: port?.value, health: health.readiness?.value }).toEqual(expected)
  })

  it('of Fly starts what its processes say, not what the app is called', () => {
    const called = 'app = "shop-api"\n[metrics]\n  path = "/metrics"\n'
    const { start, health } = component({ 'package.json': express, 'fly.toml': called })
    expect([start, health.readiness]).toEqual([undefined, undefined])
    const texts = { 'package.json': express, 'fly.toml': '[processes]\n  app = "node b.js"\n' }
    expect(component(texts).start?.value).toEqual(['node', 'b.js'])
  })

  it.each<[string, object, string[] | undefined]>([
    ['is its command', { 'db:migrate': 'knex migrate:latest' }, ['knex', 'migrate:latest']],
    ['that stands in another folder is none', {}, undefined],
  ])('a script before each release %s', (_, scripts, command) => {
    const texts = {
      'package.json': json({ dependencies: { express: '5' }, scripts }),
      'fly.toml': 'release_command = "bun run db:migrate"\n',
    }
    expect(component(texts).migrations?.value.command).toEqual(command)
  })

  it('of Render tells the service of each folder', () => {
    const render = [
      'services:',
      '  - type: web',
      '    name: a',
      '    rootDir: api',
      '    startCommand: rake x && node main.js',
      '    healthCheckPath: /fine',
      '    envVars:',
      '      - key: TOKEN_SECRET',
      '        sync: false',
      '  - type: web',
      '    runtime: static',
      '    rootDir: web',
      '    startCommand: none',
    ].join('\n')
    const texts = {
      'render.yaml': render,
      'api/package.json': express,
      'api/a.js': "process.env.TOKEN_SECRET ?? ''",
    }
    const [api] = detect(texts).components
    expect(api?.start?.value).toEqual(['node', 'main.js'])
    expect(api?.health.readiness?.value).toBe('/fine')
    expect(api?.variables[0]?.isOptional).toBe(false)
  })
})

describe('a health route that somebody asks already', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'is the image’s',
      { 'api/Dockerfile': 'FROM a\nHEALTHCHECK CMD curl -f http://localhost:8000/api/ping || exit 1' },
      '/api/ping',
    ],
    [
      'is compose’s',
      {
        'compose.yaml':
          'services:\n  a:\n    build: ./api\n    healthcheck:\n      test: ["CMD", "curl", "http://localhost:80/check/"]\n',
        'api/Dockerfile': 'FROM a',
      },
      '/check/',
    ],
  ])('%s', (_, texts, path) => {
    const { components } = detect({ 'api/package.json': express, ...texts })
    expect(components.find(({ dir }) => dir === 'api')?.health.readiness?.value).toBe(path)
  })
})
