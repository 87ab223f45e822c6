import { describe, expect, it } from 'vitest'
import { readDockerIgnore } from '../../src/host/docker-ignore.ts'

describe('a .dockerignore', () => {
  it.each<[string, string, string, boolean]>([
    ['a name is only at the top', 'node_modules', 'node_modules', true],
    ['a name is only at the top', 'node_modules', 'web/node_modules', false],
    ['a folder holds for all in it', 'node_modules', 'node_modules/a/b.js', true],
    ['** goes everywhere', '**/node_modules', 'node_modules/x', true],
    ['** goes everywhere', '**/node_modules', 'a/b/node_modules/x', true],
    ['** goes everywhere', '**/node_modules', 'my_node_modules', false],
    ['** at the end', 'logs/**', 'logs/a/b', true],
    ['** at the end', 'logs/**', 'logs2', false],
    ['** in the middle', 'a/**/z', 'a/z', true],
    ['** in the middle', 'a/**/z', 'a/b/c/z', true],
    ['** without a slash', '**foo', 'a/barfoo', true],
    ['* stays in a folder', '*.md', 'README.md', true],
    ['* stays in a folder', '*.md', 'docs/README.md', false],
    ['*/ is one folder', '*/*.md', 'docs/README.md', true],
    ['?', 'a?c', 'abc', true],
    ['?', 'a?c', 'a/c', false],
    ['a class', 'file[0-9]', 'file7', true],
    ['a negated class', 'file[^0-9]', 'file7', false],
    ['a dot is a dot', 'a.b', 'axb', false],
    ['an escaped star', 'a\\*b', 'a*b', true],
    ['an escaped star', 'a\\*b', 'axb', false],
    ['a leading slash', '/dist', 'dist/x', true],
    ['./ and //', './a//b/', 'a/b', true],
    ['.. is cleaned', 'a/../b', 'b', true],
    ['a comment', '# a', '# a', false],
    ['! brings back', '*\n!src', 'src/a.ts', false],
    ['! brings back', '*\n!src', 'other', true],
    ['the last one wins', '*\n!src\nsrc/secret', 'src/secret/key', true],
    ['order matters', '!a.md\n*.md', 'a.md', true],
    ['! inside an ignored folder', 'logs\n!logs/keep.txt', 'logs/keep.txt', false],
    ['blanks around', '  *.log  ', 'a.log', true],
    ['a byte order mark', '\uFEFF*.log', 'a.log', true],
    ['CRLF', 'a\r\nb\r\n', 'b', true],
  ])('%s: %j %s', (_name, text, path, ignored) => {
    expect(readDockerIgnore(text).isIgnored(path)).toBe(ignored)
  })

  it.each<[string, string, boolean]>([
    ['node_modules', 'node_modules', true],
    ['node_modules\n!src/a', 'node_modules', true],
    ['logs\n!logs/keep', 'logs', false],
    ['logs\n!**/keep', 'logs', false],
    ['', 'src', false],
  ])('closes a folder that nothing can come back from: %j %s', (text, dir, closed) => {
    expect(readDockerIgnore(text).isClosed(dir)).toBe(closed)
  })
})
