import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeText } from '../../src/chart/merge-text.ts'

const base = 'a\nb\nc\nd\ne\nf\ng\nh\n'
const with_ = (from: string, to: string, text = base) => text.replace(`${from}\n`, to)

describe('a merge', () => {
  it.each<[string, string, string, string | undefined]>([
    ['keeps an edit far from the change', with_('a', 'A\n'), with_('h', 'H\n'), 'A\nb\nc\nd\ne\nf\ng\nH\n'],
    ['keeps an added line', with_('a', 'a\nmine\n'), with_('h', ''), 'a\nmine\nb\nc\nd\ne\nf\ng\n'],
    ['keeps a removed line', with_('a', ''), with_('g', 'G\n'), 'b\nc\nd\ne\nf\nG\nh\n'],
    ['gives up where both change the same line', with_('d', 'mine\n'), with_('d', 'theirs\n'), undefined],
  ])('%s', (_, ours, theirs, merged) => expect(mergeText(base, ours, theirs)).toBe(merged))

  const lines = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 })
    .map((all) => all.map((line) => `${line}\n`).join(''))

  it('of an unedited file is the new text, and of an unchanged one the edited', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(mergeText(before, before, after)).toBe(after)
        expect(mergeText(before, after, before)).toBe(after)
      }),
    )
  })
})
