import { describe, expect, it } from 'vitest'
import { hasOpenQuote, readDotenv } from '../../src/config/read-dotenv.ts'

describe('a dotenv file', () => {
  it.each([
    ['plain', 'A=1\nB=two words', { A: '1', B: 'two words' }],
    ['a byte order mark and CRLF', '\uFEFFA=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['export and blanks', '  export A = 1 \n', { A: '1' }],
    ['comments', '# no\nA=1 # yes\nB=x#y\nC="#" # z', { A: '1', B: 'x#y', C: '#' }],
    ['single quotes', "A='it $B \\n'", { A: 'it $B \\n' }],
    ['double quotes', 'A="a\\nb \\"c\\" \\$d"', { A: 'a\nb "c" $d' }],
    ['several lines', 'KEY="-----BEGIN\nabc\n-----END"\nB=2', { KEY: '-----BEGIN\nabc\n-----END', B: '2' }],
    ['the last of two', 'A=1\nA=2', { A: '2' }],
    ['empty', 'A=\nB=""', { A: '', B: '' }],
    [
      'a URL',
      'DATABASE_URL=postgresql://u:p%40w@h/db?sslmode=require&a=b',
      { DATABASE_URL: 'postgresql://u:p%40w@h/db?sslmode=require&a=b' },
    ],
    [
      'what was said before',
      'U=me\nP="p@$U"\nA=x://${U}:${P}@h\nB="${U}\\n"',
      { U: 'me', P: 'p@$U', A: 'x://me:p@$U@h', B: 'me\n' },
    ],
    [
      'what was not said before',
      'A=${B}\nC="${B:-c}"\nB=1\nD=${B:-c}',
      { A: '${B}', C: 'c', B: '1', D: '1' },
    ],
    [
      'no reference',
      'B=1\nA=\'${B}\'\nC="\\${B}"\nD=$B\nE=`${B}`',
      { B: '1', A: '${B}', C: '${B}', D: '$B', E: '${B}' },
    ],
    [
      'signs in a value',
      `A={"a": "b c"}\nB=it's\nC=p$$w=="q\nD=x# y`,
      { A: '{"a": "b c"}', B: "it's", C: 'p$$w=="q', D: 'x# y' },
    ],
    ['several lines of Windows', 'K="a\r\nb" # c\r\nB=2', { K: 'a\nb', B: '2' }],
    ['a quote without an end', 'A="x\nB=2', { A: '"x', B: '2' }],
    ['a colon', 'A: 1\nB:2', { A: '1' }],
    ['nothing to read', 'no equals sign\n=x\n1A=2', {}],
  ])('reads %s', (_name, text, values) => {
    expect(readDotenv(text)).toEqual(values)
  })

  it.each([
    ['A="one', true],
    ["A='one\nB=2", true],
    ['A="one" and more', true],
    ['A="it\'s"', false],
    ['A="one"\nA="two', true],
    ['A="one\nA=two', false],
    ['A=one"', false],
    ['B="one', false],
  ])('%j leaves a quote open: %s', (text, isOpen) => {
    expect(hasOpenQuote(text, 'A')).toBe(isOpen)
  })

  it('keeps a name that objects have', () => {
    expect(Object.keys(readDotenv('constructor=1\nA=2'))).toEqual(['constructor', 'A'])
  })
})
