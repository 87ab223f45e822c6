import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openStreams } from '../../src/terminal/streams.ts'

const stream = (shape: { isTTY?: boolean; columns?: number } = {}) => {
  const written: string[] = []
  const write = (text: string) => written.push(text) > 0
  return Object.assign(new EventEmitter(), { written, write, ...shape })
}

const open = (env: Record<string, string>, { screen = true, colour = true } = {}) => {
  const [stdin, stdout, stderr] = [{ isTTY: screen }, stream({ isTTY: screen }), stream({ isTTY: screen })]
  const streams = openStreams({
    stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    env,
    canAsk: true,
    colour,
  })
  return { streams, stdout, stderr }
}

describe('streams', () => {
  it.each([
    ['a terminal', {}, {}, { isLive: true, colour: true }],
    ['a pipe', {}, { screen: false }, { isLive: false, colour: false }],
    ['--no-color', {}, { colour: false }, { isLive: true, colour: false }],
    ['NO_COLOR', { NO_COLOR: '1' }, {}, { isLive: true, colour: false }],
    ['an empty NO_COLOR', { NO_COLOR: '' }, {}, { isLive: true, colour: true }],
    ['FORCE_COLOR in a pipe', { FORCE_COLOR: '1' }, { screen: false }, { isLive: false, colour: true }],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, {}, { isLive: true, colour: false }],
    ['TERM=dumb', { TERM: 'dumb' }, {}, { isLive: false, colour: false }],
    ['CI', { CI: 'true' }, {}, { isLive: false, canAsk: false }],
  ])('%s', (_, env, options, expected) => {
    expect(open(env, options).streams).toMatchObject(expected)
  })

  it('spells what is for people, and leaves data as it is', () => {
    const { streams, stdout, stderr } = open({ LANG: 'C' })
    streams.print('✓ verified')
    streams.data('{"a":"…"}')
    streams.say('a → b')
    expect([stdout.written, stderr.written]).toEqual([['+ verified', '{"a":"…"}'], ['a -> b']])
  })

  it.each(['EPIPE', 'EIO', 'ENOSPC'])('outlives %s, and knows that nobody reads', (code) => {
    const { streams, stdout } = open({})
    expect(streams.hasReader()).toBe(true)
    stdout.emit('error', Object.assign(new Error(code), { code }))
    expect(streams.hasReader()).toBe(false)
  })
})
