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

  it('the database of Knex’s settings', () => {
    const { database } = component({ 'package.json': express, 'knexfile.js': "client: 'postgresql'," })
    expect(database?.value.kind).toBe('postgresql')
  })
})
