import { describe, expect, it } from 'vitest'
import { detectProject } from '../../src/project/detect-project.ts'

const detect = (texts: Record<string, string>) =>
  detectProject({ paths: Object.keys(texts), texts: new Map(Object.entries(texts)) })

const component = (texts: Record<string, string>, dir: string) =>
  detect(texts).components.find((it) => it.dir === dir)!

const json = (value: object) => JSON.stringify(value, null, 2)

const next = json({ name: 'web', scripts: { start: 'next start -p 3100' }, dependencies: { next: '15.0.0' } })
const express = json({ scripts: { start: 'node server.js' }, dependencies: { express: '5', pg: '8' } })

describe('roles', () => {
  it.each<[string, Record<string, string>, string | undefined, string | undefined]>([
    ['by folder', { 'frontend/package.json': '{}', 'backend/package.json': '{}' }, 'frontend', 'backend'],
    ['by framework', { 'one/package.json': next, 'two/package.json': express }, 'one', 'two'],
    [
      'in a monorepo',
      {
        'package.json': json({ workspaces: ['apps/*'] }),
        'apps/web/package.json': next,
        'apps/api/package.json': express,
      },
      'apps/web',
      'apps/api',
    ],
    [
      'backend at the root',
      { 'package.json': express, 'client/package.json': json({ dependencies: { vite: '6', react: '19' } }) },
      'client',
      '.',
    ],
    [
      'Python beside React',
      {
        'ui/package.json': json({ dependencies: { 'react-scripts': '5' } }),
        'srv/requirements.txt': 'fastapi==0.115\nasyncpg\n',
      },
      'ui',
      'srv',
    ],
    [
      'two equal backends stay open',
      { 'web/package.json': next, 'orders/package.json': express, 'users/package.json': express },
      'web',
      undefined,
    ],
    ['a lone library is nothing', { 'lib/package.json': '{}' }, undefined, undefined],
  ])('%s', (_, texts, frontend, backend) => {
    const { roles } = detect(texts)
    expect([roles.frontend.dir, roles.backend.dir]).toEqual([frontend, backend])
  })

  it('names the candidates and why, when none wins', () => {
    const { roles } = detect({ 'orders/package.json': express, 'users/package.json': express })
    expect(roles.backend.candidates).toEqual([
      { dir: 'orders', score: 7, because: ['it uses Express', 'it has the pg driver'] },
      { dir: 'users', score: 7, because: ['it uses Express', 'it has the pg driver'] },
    ])
  })

  it('does not look into hidden folders', () => {
    const texts = {
      'backend/package.json': express,
      '.tools/skill/package.json': next,
      '.tools/a.py': 'app = FastAPI()',
    }
    expect(detect(texts).components.map(({ dir }) => dir)).toEqual(['backend'])
  })

  it('does not take a test project for a component', () => {
    expect(
      detect({ 'backend/package.json': express, 'backend/tests/fixtures/package.json': next }).components,
    ).toHaveLength(1)
  })
})

describe('port', () => {
  it.each<[string, Record<string, string>, number | undefined, string | undefined]>([
    ['EXPOSE', { 'api/Dockerfile': 'FROM node:22\nEXPOSE 4000\n' }, 4000, 'api/Dockerfile:2 EXPOSE'],
    [
      'EXPOSE of the last stage',
      { 'api/Dockerfile': 'FROM a AS b\nEXPOSE 1\nFROM c\nEXPOSE 5000/tcp\n' },
      5000,
      'api/Dockerfile:4 EXPOSE',
    ],
    ['start script', { 'api/package.json': next }, 3100, 'api/package.json:4 start'],
    [
      'source with a variable',
      { 'api/package.json': '{}', 'api/a.js': 'const port = process.env.PORT || 4100\n' },
      4100,
      'api/a.js:1',
    ],
    [
      'source with listen',
      { 'api/package.json': '{}', 'api/a.js': '\napp.listen(3333)\n' },
      3333,
      'api/a.js:2',
    ],
    [
      'uvicorn.run',
      { 'api/requirements.txt': 'uvicorn', 'api/main.py': 'uvicorn.run(app, host="0.0.0.0", port=8123)' },
      8123,
      'api/main.py:1',
    ],
    [
      'Go',
      { 'api/go.mod': 'module x\n', 'api/main.go': 'http.ListenAndServe(":8090", nil)' },
      8090,
      'api/main.go:1',
    ],
    [
      'CMD',
      { 'api/Dockerfile': 'FROM python\nCMD ["uvicorn", "main:app", "--port", "8001"]' },
      8001,
      'api/Dockerfile:2 CMD',
    ],
    [
      'example environment',
      { 'api/package.json': '{}', 'api/.env.example': 'PORT=4321\n' },
      4321,
      'api/.env.example:1',
    ],
    ['framework', { 'api/requirements.txt': 'flask\n' }, 5000, 'usual for Flask'],
    ['unknown', { 'api/package.json': '{}' }, undefined, undefined],
  ])('%s', (_, texts, value, source) => {
    const { port } = component(texts, 'api')
    expect([port?.value, port?.source]).toEqual([value, source])
  })

  it('keeps what disagrees', () => {
    const { port } = component(
      {
        'api/Dockerfile': 'FROM node\nEXPOSE 3000\n',
        'api/.env.example': 'PORT=4000\n',
        'api/server.js': 'app.listen(8080)\n',
      },
      'api',
    )
    expect(port).toEqual({
      value: 3000,
      source: 'api/Dockerfile:2 EXPOSE',
      confidence: 'likely',
      conflicts: [
        { value: 8080, source: 'api/server.js:1' },
        { value: 4000, source: 'api/.env.example:1' },
      ],
    })
  })
})

describe('start', () => {
  it.each<[string, Record<string, string>, string[] | undefined]>([
    ['exec form', { 'api/Dockerfile': 'FROM node\nCMD ["node", "server.js"]' }, ['node', 'server.js']],
    [
      'shell form of plain words',
      { 'api/Dockerfile': 'FROM node\nCMD node server.js' },
      ['node', 'server.js'],
    ],
    ['shell form with a shell', { 'api/Dockerfile': 'FROM node\nCMD node server.js && echo' }, undefined],
    [
      'npm start is looked up',
      { 'api/Dockerfile': 'FROM node\nCMD ["npm", "start"]', 'api/package.json': express },
      ['node', 'server.js'],
    ],
    [
      'nginx can only run in its image',
      { 'api/Dockerfile': 'FROM nginx\nCMD ["nginx", "-g", "daemon off;"]' },
      undefined,
    ],
    [
      'a package’s binary',
      { 'api/package.json': next },
      ['npx', '--no-install', 'next', 'start', '-p', '3100'],
    ],
    [
      'FastAPI',
      { 'api/requirements.txt': 'fastapi', 'api/app/main.py': 'app = FastAPI()' },
      ['uvicorn', 'app.main:app', '--host', '0.0.0.0'],
    ],
  ])('%s', (_, texts, words) => {
    expect(component(texts, 'api').start?.value).toEqual(words)
  })
})

describe('health', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['both', "if (path === '/healthz') ok()\nif (path === '/ready') ok()", '/ready', '/healthz'],
    ['one is readiness', "app.get('/api/health', ok)", '/api/health', undefined],
    ['one is Go’s, with its method', 'mux.HandleFunc("GET /healthz", ok)', '/healthz', undefined],
    ['another word for it', "app.get('/health_check', ok)", '/health_check', undefined],
    ['a call is no route', "fetch('/health')", undefined, undefined],
    ['none', '', undefined, undefined],
  ])('%s', (_, text, readiness, liveness) => {
    const { health } = component({ 'api/package.json': '{}', 'api/server.js': text }, 'api')
    expect([health.readiness?.value, health.liveness?.value]).toEqual([readiness, liveness])
  })

  it('reads routes from file names', () => {
    const { health } = component({ 'web/package.json': next, 'web/app/api/health/route.ts': '' }, 'web')
    expect(health.readiness).toMatchObject({ value: '/api/health', source: 'web/app/api/health/route.ts' })
  })
})

describe('variables', () => {
  const texts = {
    'api/package.json': '{}',
    'api/.env': 'JWT_SECRET=live-value\nREGION=secret-place\n',
    'api/.env.example': 'LOG_LEVEL=info\nDATABASE_URL=postgres://user:pw@localhost/x\n',
    'api/a.ts':
      "process.env.DATABASE_URL\nprocess.env.NEXT_PUBLIC_API_URL\nprocess.env.LOG_LEVEL ?? 'warn'\n",
    'api/b.py': 'os.environ["SMTP_HOST"]\nos.getenv("SMTP_PASSWORD", "x")\n',
  }
  const { variables } = component(texts, 'api')

  it('tells phase, audience and secrecy', () => {
    expect(variables.map(({ name, phase, audience, isSecret }) => [name, phase, audience, isSecret])).toEqual(
      [
        ['DATABASE_URL', 'run', 'cluster', true],
        ['JWT_SECRET', 'run', 'cluster', true],
        ['LOG_LEVEL', 'run', 'cluster', false],
        ['NEXT_PUBLIC_API_URL', 'build', 'browser', false],
        ['REGION', 'run', 'cluster', false],
        ['SMTP_HOST', 'run', 'cluster', false],
        ['SMTP_PASSWORD', 'run', 'cluster', true],
      ],
    )
  })

  it('never repeats a value of a real .env, nor a secret’s example', () => {
    const shown = JSON.stringify(variables)
    expect(shown).not.toMatch(/live-value|secret-place|pw@/)
    expect(variables.find(({ name }) => name === 'LOG_LEVEL')?.example).toBe('info')
  })
})

describe('database', () => {
  it.each<[string, Record<string, string>, string | undefined, string | undefined]>([
    ['pg', { 'api/package.json': express, 'api/a.js': 'process.env.DATABASE_URL' }, 'pg', 'DATABASE_URL'],
    [
      'another name',
      { 'api/requirements.txt': 'psycopg[binary]', 'api/a.py': 'os.environ["SUPABASE_URI"]' },
      'psycopg',
      'SUPABASE_URI',
    ],
    ['pgx', { 'api/go.mod': 'require github.com/jackc/pgx/v5 v5.7.0\n' }, 'pgx', undefined],
    ['MySQL', { 'api/package.json': json({ dependencies: { mysql2: '3' } }) }, 'MySQL', undefined],
  ])('%s', (_, texts, driver, variable) => {
    const { database, databaseVariable } = component(texts, 'api')
    expect([database?.value.driver, databaseVariable?.value]).toEqual([driver, variable])
  })
})

describe('notes', () => {
  it.each<[string, Record<string, string>, string]>([
    ['no Dockerfile', { 'api/package.json': express }, 'no-dockerfile'],
    ['root', { 'api/Dockerfile': 'FROM node\nCMD ["node", "a.js"]' }, 'image-user'],
    ['a user by name', { 'api/Dockerfile': 'FROM nginx\nUSER nginx' }, 'image-user'],
    [
      'a development server',
      { 'api/Dockerfile': 'FROM p\nUSER 1\nCMD ["uvicorn", "a:b", "--reload"]' },
      'development-server',
    ],
    [
      'a browser variable',
      { 'api/package.json': next, 'api/a.ts': 'process.env.NEXT_PUBLIC_API_URL' },
      'browser-variable',
    ],
    [
      'a compose name',
      { 'api/package.json': next, 'api/a.ts': "fetch('http://backend:8000/x')" },
      'fixed-address',
    ],
    ['another database', { 'api/package.json': json({ dependencies: { mysql2: '3' } }) }, 'other-database'],
  ])('%s', (_, texts, id) => {
    expect(
      detect(texts)
        .notes.get('api')
        ?.map((note) => note.id),
    ).toContain(id)
  })

  it('lets an address pass that has a variable before it', () => {
    const texts = { 'api/package.json': '{}', 'api/a.js': "process.env.API_URL ?? 'http://localhost:8000'" }
    expect(
      detect(texts)
        .notes.get('api')
        ?.map((note) => note.id),
    ).not.toContain('fixed-address')
  })
})
