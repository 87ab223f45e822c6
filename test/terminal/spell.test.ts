import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAsciiOnly, spellAscii } from '../../src/terminal/spell.ts'

describe('a terminal with few signs', () => {
  it.each([
    [{ LANG: 'C' }, true],
    [{ LANG: 'POSIX' }, true],
    [{ LANG: 'de_DE.ISO-8859-1' }, true],
    [{ LANG: 'de_DE.UTF-8' }, false],
    [{ LANG: 'C.utf8' }, false],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, true],
    [{ LANG: 'C', LC_ALL: '' }, true],
    [{}, false],
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM: 'linux', LANG: 'C.UTF-8' }, true],
    [{ TERM: 'dumb' }, true],
  ])('%o: %s', (env, expected) => {
    expect(isAsciiOnly(env, true)).toBe(expected)
  })

  it('does not ask what TERM is where nothing is shown on it', () => {
    expect(isAsciiOnly({ TERM: 'dumb' }, false)).toBe(false)
  })
})

describe('signs in letters', () => {
  it.each([
    ['  ✓ checks     Kubernetes 1.34 · helm 4.3', '  + checks     Kubernetes 1.34 - helm 4.3'],
    ['shop → kind-dev', 'shop -> kind-dev'],
    ['readiness /ready on…', 'readiness /ready on...'],
    ['    ├ manages\n    └ references', '    | manages\n    ` references'],
    ['naïve 日本', 'na?ve ??'],
  ])('%s', (text, expected) => {
    expect(spellAscii(text)).toBe(expected)
  })

  it('keeps columns where they are', () => {
    expect(spellAscii('3 → 4 deployed    0.4s')).toBe('3 -> 4 deployed   0.4s')
    expect(spellAscii('a…   b\nc    d')).toBe('a...  b\nc    d')
  })

  it('knows every sign that people are shown', () => {
    const texts = ['views', 'workflows', 'commands', 'terminal', 'rollout', 'diagnose']
      .flatMap((room) =>
        readdirSync(join('src', room), { recursive: true, encoding: 'utf8' }).map((file) =>
          join('src', room, file),
        ),
      )
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(file, 'utf8'))
    const used = new Set(texts.join('').match(/[^\u0000-\u007f]/gu))
    expect([...used].filter((sign) => spellAscii(sign) === '?')).toEqual([])
  })
})
