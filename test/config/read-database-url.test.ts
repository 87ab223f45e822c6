import { describe, expect, it } from 'vitest'
import { readDatabaseUrl } from '../../src/config/read-database-url.ts'

describe('a database URL', () => {
  it.each([
    [
      'postgresql://u:p%40ss@h/db?sslmode=require',
      {
        host: 'h',
        port: 5432,
        user: 'u',
        password: 'p@ss',
        database: 'db',
        sslmode: 'require',
        pooled: false,
      },
    ],
    [
      'postgres://u:p12345@ep-x-pooler.eu.example.test:6543/db\n',
      { host: 'ep-x-pooler.eu.example.test', port: 6543, pooled: true },
    ],
    ['postgresql+asyncpg://u:longer@[::1]/db', { host: '::1' }],
    ['postgresql://u:a@b@h/db', { password: 'a@b', host: 'h' }],
    ['postgresql://app@h?options=endpoint%3Dx', { database: 'app', options: 'endpoint=x' }],
  ])('%s', (url, address) => {
    expect(readDatabaseUrl(url)).toMatchObject({ address })
  })

  it.each([
    ['', /empty/],
    ['"postgresql://u:p@h/d"', /quotes/],
    ['h/db', /no scheme/],
    ['mysql://u:p@h/d', /mysql/],
    ['postgresql://u:pa#ss@h/d', /"#"/],
    ['postgresql://u:changeme@h/d', /placeholder/],
    ['postgresql://u:pppppp@h/d?sslmode=on', /sslmode=on/],
    ['postgresql:///db', /no host/],
    ['postgresql://u:p@h:99999/d', /port/],
    ['postgresql://u:p@h:0/d', /port/],
    ['postgresql://u:p@h:five/d', /port/],
    ['postgresql://u:pppppp@/d', /no host/],
    ['postgresql://u:pppppp@:5432/d', /no host/],
    ['postgresql://u:pppppp/x@h/d', /cannot be read/],
    ['postgresql://u:pppppp?x@h/d', /cannot be read/],
    ['postgresql://u:pppppp@h.\nexample/d', /line break/],
  ])('%j is explained without being shown', (url, problem) => {
    const result = readDatabaseUrl(url)
    expect(result).toMatchObject({ problem: expect.stringMatching(problem) })
    expect(JSON.stringify(result)).not.toContain('pppppp')
  })
})
