import { expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'
import { createSecrets } from '../../src/host/secrets.ts'
import type { Files } from '../../src/ports.ts'
import { findChartSecrets } from '../../src/workflows/chart-secrets.ts'
import { configFrom } from '../config/config-text.ts'

const config = configFrom(`name: shop
frontend: {port: 3000}
backend: {port: 8000, secrets: [DATABASE_URL, HOST]}
database: {secret: DATABASE_URL}
secrets: {DATABASE_URL: {}, HOST: {from: database, key: host}}
`)
const values = {
  DATABASE_URL: 'postgresql://shop:canary-7f3a9c51@db.example.test/shop',
  HOST: 'db.example.test',
}
const secrets = createSecrets(createRedactor())

function find(data: Record<string, string>, file = '') {
  const manifests = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra' }, data }]
  const read = async (path: string) => (path === 'chart/values-prod.yaml' ? file : undefined)
  const chart = { config, files: { read } as Files, manifests, environment: 'prod' }
  return findChartSecrets(chart as never, values, secrets)
}

it.each([
  ['a manifest', { A: 'canary-7f3a9c51' }, '', [/^ConfigMap extra holds the value of DATABASE_URL: /]],
  [
    'values of an environment',
    {},
    '# canary-7f3a9c51',
    [/^chart\/values-prod.yaml holds the value of DATABASE_URL: /],
  ],
  ['a host, which is no secret', { A: 'db.example.test' }, 'host: db.example.test', []],
])('%s', async (_, data, file, told) =>
  expect(await find(data, file)).toEqual(told.map((one) => expect.stringMatching(one))),
)
