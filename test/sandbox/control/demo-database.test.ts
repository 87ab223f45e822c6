import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { serveDemoDatabase } from '../../../src/sandbox/control/demo-database.ts'

const dir = mkdtempSync(join(tmpdir(), 'k8sdeploy-database-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function open() {
  let url = ''
  const stop = await serveDemoDatabase(join(dir, 'data'), (line) => {
    url = line
  })
  return { url, stop }
}

it('serves several connections at once, and keeps its rows', async () => {
  const first = await open()
  expect(first.url).toMatch(/^postgresql:\/\/postgres:postgres@127\.0\.0\.1:\d+\/postgres\?sslmode=disable$/)
  const pools = [1, 2, 3, 4, 5, 6].map(() => new pg.Pool({ connectionString: first.url, max: 2 }))
  await pools[0]!.query('create table todo (id serial primary key, title text not null)')
  await Promise.all(pools.map((pool, i) => pool.query('insert into todo (title) values ($1)', [`task ${i}`])))
  const counts = await Promise.all(pools.map((pool) => pool.query('select count(*)::int as n from todo')))
  expect(counts.map(({ rows }) => rows[0].n)).toEqual([6, 6, 6, 6, 6, 6])
  const client = await pools[1]!.connect()
  await client.query('begin')
  await client.query("insert into todo (title) values ('never')")
  await client.query('rollback')
  client.release()
  await Promise.all(pools.map((pool) => pool.end()))
  await first.stop()

  const second = await open()
  const pool = new pg.Pool({ connectionString: second.url })
  expect((await pool.query('select count(*)::int as n from todo')).rows).toEqual([{ n: 6 }])
  await pool.end()
  await second.stop()
}, 60_000)
