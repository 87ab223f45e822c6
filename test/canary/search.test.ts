import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hatch } from './canaries.ts'
import { createSearch } from './search.ts'

const canaries = hatch('one', 'other')
const core = canaries.other
const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64')

describe('the search for canaries', () => {
  it.each([
    ['as it is', core],
    ['in a URL', `postgresql://u:%40${core}%2F@h/db`],
    ['cut at its end', `password "${core.slice(0, 10)}…`],
    ['cut at its beginning', `…${core.slice(-9)}"`],
    ['hex', Buffer.from(core).toString('hex')],
    ['HEX', Buffer.from(core).toString('hex').toUpperCase()],
    ['base64', base64(core)],
    ['base64 after a byte', base64(`x${core}yz`)],
    ['base64 after two', base64(`xx${core}yz`)],
    ['UTF-16', Buffer.from(`x${core}`, 'utf16le')],
    ['a release of helm', base64(base64(gzipSync(JSON.stringify({ manifest: `A: ${core}` }))))],
    ['a layer in an archive', Buffer.concat([Buffer.alloc(512, 1), gzipSync(`.env\n${core}`)])],
    ['something very large', Buffer.concat([Buffer.alloc(3 * 1024 * 1024, 1), Buffer.from(core)])],
  ])('finds one: %s', (_, content) => {
    const search = createSearch(canaries)
    search.look('here', content)
    expect(search.hits.length).toBeGreaterThan(0)
    expect(search.bytes()).toBeGreaterThanOrEqual(content.length)
  })

  it('finds none where none is', () => {
    const search = createSearch(canaries)
    search.look('here', `${base64('x'.repeat(500))} postgresql://u:••••••@h/db ${gzipSync('y')}`)
    expect(search.hits).toEqual([])
  })
})
