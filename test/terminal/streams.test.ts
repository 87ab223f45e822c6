import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openStreams } from '../../src/terminal/streams.ts'

const stream = (shape: { isTTY?: boolean; columns?: number } = {}) => {
  const written: string[] = []
  const write = (text: string) => written.push(text) > 0
  return Object.assign(new EventEmitter(), { written, write, ...shape })
}

type Screens = { screen?: boolean; colour?: boolean; out?: boolean; err?: boolean }

const open = (
  env: Record<string, string>,
  { screen = true, colour = true, out = screen, err = screen }: Screens = {},
) => {
  const stdin = { isTTY: screen }
  const stdout = stream({ isTTY: out, ...(out ? { columns: 40 } : {}) })
  const stderr = stream({ isTTY: err, ...(err ? { columns: 100 } : {}) })
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

  const red = '\u001b[31mred\u001b[39m'
  const redrawn = '\u001b[2K'

  it.each([
    ['an answer in a pipe', {}, { out: false }, ['red', red]],
    ['a story in a file', {}, { err: false }, [red, 'red']],
    ['both on a screen', {}, {}, [red, red]],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, { out: false, err: false }, [red, red]],
  ])('gives colours to nobody who has none: %s', (_, env, screens, expected) => {
    const { streams, stdout, stderr } = open(env, screens)
    streams.print(red)
    streams.say(red)
    expect([...stdout.written, ...stderr.written]).toEqual(expected)
  })

  it('redraws a screen without colours', () => {
    const { streams, stderr } = open({ NO_COLOR: '1' })
    streams.say(redrawn)
    expect(stderr.written).toEqual([redrawn])
  })

  it.each([
    [{}, 100],
    [{ out: false }, 100],
    [{ err: false }, 40],
    [{ screen: false }, 80],
  ])('is as wide as the screen that is there: %j', (screens, columns) => {
    expect(open({}, screens).streams.columns()).toBe(columns)
  })

  it.each(['EPIPE', 'EIO', 'ENOSPC'])('outlives %s, and knows that nobody reads', (code) => {
    const { streams, stdout } = open({})
    expect(streams.hasReader()).toBe(true)
    stdout.emit('error', Object.assign(new Error(code), { code }))
    expect(streams.hasReader()).toBe(false)
  })
})
