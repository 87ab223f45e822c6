import { expect, it } from 'vitest'
import { findDatabasePlaces } from '../../src/workflows/find-database-places.ts'

const rows: [string, string[]][] = [
  ['postgresql://shop:pass@db.example.com/shop', ['db.example.com', ':5432']],
  ['postgres://shop:pass@10.0.0.7:6599/shop?sslmode=require', ['10.0.0.7', ':6599']],
  ['postgresql+asyncpg://shop:pass@db/shop', ['db', ':5432']],
  ['jdbc:postgresql://db:5433/shop', ['db', ':5433']],
  ['https://example.com', []],
  ['postgresql://what is this', []],
]

it.each(rows)('%s', (url, places) => expect(findDatabasePlaces([url])).toEqual(places))
