import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { collectSecrets } from '../../src/workflows/collect-secrets.ts'
import { directAddress } from '../../src/workflows/direct-address.ts'

const pooled = 'postgresql://u:longer@ep-x-pooler.eu.example.test/d'

const rows: [string, string, string, string | undefined][] = [
  ['the URL', 'DATABASE_URL', pooled, 'postgresql://u:longer@ep-x.eu.example.test/d'],
  [
    'the URL for Prisma',
    'PRISMA_URL',
    pooled,
    'postgresql://u:longer@ep-x.eu.example.test/d?connect_timeout=15',
  ],
  ['the host alone', 'DB_HOST', pooled, 'ep-x.eu.example.test'],
  ['the JDBC URL', 'JDBC_URL', pooled, 'jdbc:postgresql://ep-x.eu.example.test:5432/d'],
  ['no pooler', 'DATABASE_URL', pooled.replace('-pooler', ''), undefined],
]

it.each(rows)('migrations go past the pooler by %s', async (_, bound, url, value) => {
  const read = readConfig(
    `version: 1
name: shop
frontend: { port: 3000 }
backend: { port: 8000, secrets: [${bound}] }
database: { secret: DATABASE_URL }
secrets:
  DATABASE_URL: { from: env }
  PRISMA_URL: { from: database, key: prisma }
  DB_HOST: { from: database, key: host }
  JDBC_URL: { from: database, key: jdbc-url }
`,
    'k8sdeploy.yaml',
  )
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems))
  const concealed: string[] = []
  const secrets = { conceal: (one: string) => concealed.push(one) }
  const world = { env: { DATABASE_URL: url }, secrets } as unknown as Parameters<typeof collectSecrets>[4]
  const collected = await collectSecrets(read.config, {} as never, {}, {}, world)
  expect(directAddress(read.config, collected)?.value).toBe(value)
  expect(concealed).not.toContain(collected.values['DB_HOST'])
})

it.each([
  ['key: asyncgp', /did you mean `asyncpg`/],
  ['', /`ASYNC_URL` is no form/],
])('a form that is not known: %s', (key, message) => {
  const read = readConfig(
    `version: 1
name: shop
frontend: { port: 3000 }
backend: { port: 8000, secrets: [DATABASE_URL] }
secrets: { DATABASE_URL: { from: env }, ASYNC_URL: { from: database, ${key} } }
`,
    'k8sdeploy.yaml',
  )
  expect(read).toMatchObject({ problems: [{ message: expect.stringMatching(message) }] })
})
