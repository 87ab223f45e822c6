import { describe, expect, it } from 'vitest'
import { component, detect, express, json } from './detect-texts.ts'

describe('what else is told', () => {
  it('liveness by the route that says so', () => {
    const routes = 'r.GET("/health", a)\nr.GET("/health/live", a)\nr.GET("/health/ready", b)'
    const { health } = component({ 'go.mod': 'module x', 'a.go': routes })
    expect([health.readiness?.value, health.liveness?.value]).toEqual(['/health/ready', '/health/live'])
  })

  it('a server of the workspace keeps its variables to itself', () => {
    const { components } = detect({
      'package.json': json({ workspaces: ['apps/*'] }),
      'apps/web/package.json': json({ dependencies: { next: '15', '@x/api': '*' } }),
      'apps/api/package.json': json({
        name: '@x/api',
        dependencies: { hono: '4' },
        scripts: { start: 'node a.js' },
      }),
      'apps/api/a.ts': 'process.env.DATABASE_URL',
    })
    expect(components.find(({ dir }) => dir === 'apps/web')?.variables).toEqual([])
  })

  it('the database in parts beside its address, as far as somebody needs them', () => {
    const { databaseVariable, databaseParts } = component({
      'package.json': json({ dependencies: { express: '5', pg: '8' } }),
      'a.js':
        'const dev = `postgres://${process.env.PG_USER}:${process.env.PG_PASSWORD}@${process.env.PG_HOST}/x`\nnew Pool({ connectionString: isDev ? dev : process.env.DATABASE_URL })\nprocess.env.PG_PORT || 5432',
    })
    expect(databaseVariable?.value).toBe('DATABASE_URL')
    expect(databaseParts.map(({ variable, part }) => `${variable}=${part}`).sort()).toEqual([
      'PG_HOST=host',
      'PG_PASSWORD=password',
      'PG_USER=user',
    ])
  })

  it.each<[string, string]>([
    ['parts with a word before them', 'APP_DB_HOST APP_DB_PASSWORD'],
    ['parts of the FastAPI template', 'POSTGRES_SERVER POSTGRES_PASSWORD'],
    ['parts in one word', 'DBHOST DBPASS'],
  ])('the database in %s', (_, names) => {
    const text = names
      .split(' ')
      .map((name) => `os.environ["${name}"]\n`)
      .join('')
    const { databaseParts } = component({ 'requirements.txt': 'psycopg2', 'a.py': text })
    expect(databaseParts.map(({ part }) => part).sort()).toEqual(['host', 'password'])
  })

  it.each<[string, string, string[]]>([
    ['a server', 'betterAuth({ emailAndPassword: { enabled: true } })', ['BETTER_AUTH_SECRET']],
    ['a browser', 'createAuthClient()', []],
  ])('the secret of better-auth, which is the library of %s', (_, text, names) => {
    const { variables } = component({
      'package.json': json({ dependencies: { 'better-auth': '1' } }),
      'a.ts': text,
    })
    expect(variables.map(({ name }) => name)).toEqual(names)
  })

  it('the database of Knex’s settings', () => {
    const { database } = component({ 'package.json': express, 'knexfile.js': "client: 'postgresql'," })
    expect(database?.value.kind).toBe('postgresql')
  })

  it('the variable that is handed to the driver under another name', () => {
    const source = 'url := os.Getenv("STORE")\npool, err := pgxpool.New(ctx, url)'
    const { databaseVariable } = component({
      'go.mod': 'require github.com/jackc/pgx/v5 v5.7.0',
      'a.go': source,
    })
    expect(databaseVariable?.value).toBe('STORE')
  })

  it('the address of Supabase’s API is none of a database', () => {
    const text = 'process.env.SUPABASE_URL\nprocess.env.DATABASE_URL'
    const { databaseVariable } = component({ 'package.json': express, 'a.ts': text })
    expect(databaseVariable).toMatchObject({ value: 'DATABASE_URL', conflicts: [] })
  })

  it('dependencies on one line', () => {
    const { framework } = component({
      'pyproject.toml': '[project]\ndependencies = ["uvicorn[standard]", "fastapi>=0.1"]',
    })
    expect(framework?.value.name).toBe('FastAPI')
  })

  it('a package that others depend on is no candidate', () => {
    const { roles } = detect({
      'package.json': json({ workspaces: ['*/*'] }),
      'apps/api/package.json': json({ dependencies: { express: '5', '@x/api-types': '*' } }),
      'packages/api-types/package.json': json({ name: '@x/api-types' }),
    })
    expect(roles.backend.candidates.map(({ dir }) => dir)).toEqual(['apps/api'])
  })

  it('a server for Workers cannot be started', () => {
    const texts = {
      'api/package.json': json({ dependencies: { hono: '4' }, devDependencies: { wrangler: '4' } }),
    }
    expect(
      detect(texts)
        .notes.get('api')
        ?.map(({ id }) => id),
    ).toContain('other-platform')
  })

  it.each([
    ['a DSN', 'fmt.Sprintf("host=db user=%s dbname=x", os.Getenv("U"))'],
    ['a URL', 'const u = `postgres://${process.env.U}@localhost/x`'],
  ])('the database’s host in %s that nothing changes', (_, text) => {
    const notes = detect({ 'api/package.json': express, 'api/a.ts': text }).notes.get('api')
    expect(notes?.map(({ id }) => id)).toContain('fixed-database')
  })

  it('no address that a settings class only falls back to', () => {
    const text =
      'class S(BaseSettings):\n    url: str = "http://localhost:9000"\n    origins: list[str] = ["http://localhost:3000"]\n'
    const { notes, components } = detect({ 'api/requirements.txt': 'fastapi', 'api/a.py': text })
    expect(notes.get('api')?.map(({ id }) => id)).not.toEqual(expect.arrayContaining(['fixed-address']))
    expect(components[0]?.variables.find(({ name }) => name === 'ORIGINS')?.isList).toBe(true)
  })

  it('the variable in which compose tells the address of another service', () => {
    const compose =
      'services:\n  back:\n    build: ./b\n  web:\n    build: ./api\n    environment:\n      UPSTREAM: http://back:80\n      OTHER: http://mail:25\n'
    const texts = {
      'api/package.json': express,
      'api/a.ts': 'process.env.UPSTREAM; process.env.OTHER',
      'compose.yaml': compose,
    }
    const found = detect(texts).components.find(({ dir }) => dir === 'api')
    expect(found?.addressVariable).toMatchObject({ value: 'UPSTREAM', source: 'compose.yaml:4 web' })
  })

  it('the variable in which the image tells it', () => {
    const texts = {
      'package.json': express,
      'a.ts': 'process.env.UPSTREAM; process.env.SITE',
      Dockerfile: 'FROM node:22\nENV SITE=http://localhost:80\nENV UPSTREAM=http://back:80\n',
    }
    expect(component(texts).addressVariable).toMatchObject({
      value: 'UPSTREAM',
      source: 'api/Dockerfile:3 ENV',
    })
  })

  it('React Router by its name', () => {
    const { framework } = component({ 'package.json': json({ dependencies: { '@react-router/node': '7' } }) })
    expect(framework?.value.name).toBe('React Router')
  })
})
