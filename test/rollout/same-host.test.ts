import { expect, it } from 'vitest'
import { isSameHost } from '../../src/rollout/verdicts/same-host.ts'

it.each([
  ['postgres', 'postgres.shop.svc.cluster.local'],
  ['postgres-0.postgres', 'postgres'],
  ['postgres-0.postgres.shop.svc.cluster.local', 'postgres.shop'],
  ['ep-quiet-sun-1-pooler.eu-central-1.aws.neon.tech', 'ep-quiet-sun-1.eu-central-1.aws.neon.tech'],
  ['db.example.com', 'db.example.com'],
])('takes %s and %s for one host', (one, other) => {
  expect([isSameHost(one, other), isSameHost(other, one)]).toEqual([true, true])
})

it.each([
  ['db-postgresql-nyc1-1-do-user-1-0.b.db.example.com', 'db-redis-nyc1-2-do-user-1-0.b.db.example.com'],
  ['pg-1.example.com', 'queue-1.example.com'],
  ['pg-1.example.com', 'example.com'],
  ['postgres-0.postgres', 'redis-0.redis'],
  ['postgres', 'postgres2'],
])('tells %s from %s', (one, other) => {
  expect([isSameHost(one, other), isSameHost(other, one)]).toEqual([false, false])
})
