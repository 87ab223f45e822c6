import { describe, expect, it } from 'vitest'
import { type DatabaseForm, databaseForms, writeDatabaseForm } from '../../src/config/database-forms.ts'
import { readDatabaseUrl } from '../../src/config/read-database-url.ts'

const host = 'ep-quiet-sun-pooler.eu.example.test'
const neon = `postgresql://todo:p%40s%3As;x@${host}/shop?sslmode=require&channel_binding=require`
const rest = `todo:p%40s%3As%3Bx@${host}/shop`

const rows: [DatabaseForm, string, string[]][] = [
  ['postgresql', `postgresql://${rest}?sslmode=require&channel_binding=require`, []],
  [
    'postgres',
    `postgres://${rest}?sslmode=require&channel_binding=require`,
    ['postgresql:// became postgres://'],
  ],
  [
    'direct',
    `postgresql://${rest.replace('-pooler', '')}?sslmode=require&channel_binding=require`,
    ['-pooler left out of the host'],
  ],
  ['psycopg', `postgresql://${rest}?sslmode=require&channel_binding=require`, []],
  [
    'sqlalchemy-psycopg2',
    `postgresql+psycopg2://${rest}?sslmode=require&channel_binding=require`,
    ['postgresql:// became postgresql+psycopg2://'],
  ],
  [
    'sqlalchemy-asyncpg',
    `postgresql+asyncpg://${rest}?ssl=require`,
    [
      'postgresql:// became postgresql+asyncpg://',
      'sslmode became ssl',
      'channel_binding left out: sqlalchemy-asyncpg does not know it',
    ],
  ],
  ['tortoise', `postgres://${rest}?ssl=true`, []],
  ['ecto', `postgresql://${rest}?ssl=true`, []],
  ['asyncpg', `postgresql://${rest}?sslmode=require`, ['channel_binding left out: asyncpg does not know it']],
  [
    'prisma',
    `postgresql://${rest}?sslmode=require&channel_binding=require&pgbouncer=true&connect_timeout=15`,
    ['pgbouncer=true added', 'connect_timeout=15 added'],
  ],
  ['node-postgres', `postgresql://${rest}?sslmode=require&channel_binding=require`, []],
  [
    'postgres-js',
    `postgresql://${rest}?sslmode=require`,
    ['channel_binding left out: postgres-js does not know it'],
  ],
  ['pgx', `postgresql://${rest}?sslmode=require`, ['channel_binding left out: pgx does not know it']],
  [
    'jdbc',
    `jdbc:postgresql://${host}:5432/shop?user=todo&password=p%40s%3As%3Bx&sslmode=require&channelBinding=require`,
    [],
  ],
  ['jdbc-url', `jdbc:postgresql://${host}:5432/shop?sslmode=require&channelBinding=require`, []],
  ['r2dbc-url', `r2dbc:postgresql://${host}:5432/shop?sslMode=require`, []],
  [
    'npgsql',
    `Host=${host};Port=5432;Database=shop;Username=todo;Password="p@s:s;x";SSL Mode=Require;Channel Binding=Require`,
    [],
  ],
  [
    'keywords',
    `host=${host} port=5432 user=todo password=p@s:s;x dbname=shop sslmode=require channel_binding=require`,
    [],
  ],
  ['host', host, []],
  ['port', '5432', []],
  ['user', 'todo', []],
  ['password', 'p@s:s;x', []],
  ['database', 'shop', []],
  ['sslmode', 'require', []],
  ['pg-sslmode', 'require', []],
]

describe('a hosted database’s URL', () => {
  it.each(rows)('for %s', (form, value, changes) =>
    expect(writeDatabaseForm(neon, form)).toEqual({ value, changes }),
  )

  it.each(databaseForms)('never tells its password: %s', (form) => {
    const written = writeDatabaseForm(neon, form)
    expect(JSON.stringify('changes' in written && written.changes)).not.toMatch(/s;x|s%3/)
  })
})

const password = `p'"@:/?#[]% \\;=&+é`
const hard = `postgres://us%40er:${encodeURIComponent(password)}@[2001:db8::1]:6432/a%20b?options=endpoint%3Dep-x&sslmode=verify-full`
const address = { host: '2001:db8::1', port: 6432, user: 'us@er', password, database: 'a b' }

describe('a password of every kind of sign', () => {
  const readable = ['sqlalchemy-asyncpg', 'prisma', 'jdbc', 'npgsql', 'postgres', 'pgx'] as const
  it.each(readable)('comes back the same from %s', (form) => {
    const written = writeDatabaseForm(hard, form)
    expect(readDatabaseUrl('value' in written ? written.value : '')).toMatchObject({
      address: { ...address, sslmode: 'verify-full' },
    })
  })

  it('is quoted among keywords', () =>
    expect(writeDatabaseForm(hard, 'keywords')).toMatchObject({
      value: `host=2001:db8::1 port=6432 user=us@er password='p\\'"@:/?#[]% \\\\;=&+é' dbname='a b' options=endpoint=ep-x sslmode=verify-full`,
    }))
})

it.each([
  ['sslmode', 'prefer'],
  ['pg-sslmode', 'disable'],
] as const)('without a word about TLS, %s says %s', (form, value) =>
  expect(writeDatabaseForm('postgres://u:p@h/d', form)).toEqual({ value, changes: [] }),
)

it('what cannot be read is explained', () =>
  expect(writeDatabaseForm('mysql://u:p@h/d', 'prisma')).toMatchObject({
    problem: expect.stringContaining('mysql'),
  }))
