import { readdirSync, readFileSync } from 'node:fs'
import { pool } from './store.js'

const folder = new URL('../sql/', import.meta.url)
for (const file of readdirSync(folder).sort()) {
  await pool.query(readFileSync(new URL(file, folder), 'utf8'))
  console.log(`applied ${file}`)
}
await pool.end()
