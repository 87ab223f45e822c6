import { readdir, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { connect, reasonOf } from './database.js'
import { log } from './log.js'

const folder = new URL('./migrations/', import.meta.url)
const LOCK = 7_305_111

/**
 * Applies what is new, all or nothing. The lock belongs to the transaction, so replicas that start together take
 * turns, and it also holds behind a pooler that hands out connections per transaction.
 */
export async function migrate(pool) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const applied = await applyNew(client)
    await client.query('commit')
    client.release()
    return applied
  } catch (error) {
    client.release(error)
    throw error
  }
}

async function applyNew(client) {
  await client.query(
    'create table if not exists migrations (name text primary key, applied_at timestamptz default now())',
  )
  const { rows } = await client.query('select name from migrations')
  const done = new Set(rows.map((row) => row.name))
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql') && !done.has(name)).sort()
  for (const name of files) {
    await client.query(await readFile(new URL(name, folder), 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
  }
  return files
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const pool = connect(process.env.DATABASE_URL ?? '')
  try {
    log.info('migrated', { applied: await migrate(pool) })
  } catch (error) {
    log.error('could not migrate', { reason: reasonOf(error) })
    process.exitCode = 1
  }
  await pool.end()
}
