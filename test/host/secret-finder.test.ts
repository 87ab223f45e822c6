import { describe, expect, it } from 'vitest'
import { secretFinder } from '../../src/host/secret-finder.ts'

const find = secretFinder({
  DATABASE_URL: 'postgresql://postgres:canary%2F7f3a9c51@db.example/shop',
  TOKEN: 'sk_live_4c1f9a73',
  PIN: '4711',
  KEY: '{\n  "type": "service_account",\n  "private_key": "c4nary-4c1f9a73"\n}',
})

describe('a text', () => {
  it.each([
    ['the value', 'URL=postgresql://postgres:canary%2F7f3a9c51@db.example/shop', ['DATABASE_URL']],
    ['the password in another place', 'db: {user: x, password: "canary/7f3a9c51"}', ['DATABASE_URL']],
    ['base64', `data: ${Buffer.from('x: sk_live_4c1f9a73').toString('base64')}`, ['TOKEN']],
    ['several', 'sk_live_4c1f9a73 canary/7f3a9c51', ['DATABASE_URL', 'TOKEN']],
    ['what is short', 'port: 4711', []],
    ['a user whom many know', 'postgresql://postgres:postgres@localhost/shop', []],
    ['a line that others have too', '{\n  "type": "service_account",\n}', []],
  ])('that holds %s', (_, text, names) => expect(find(text)).toEqual(names))
})
