import { describe, expect, it } from 'vitest'
import { checkRendered } from '../../src/chart/check-rendered.ts'
import { readManifests } from '../../src/chart/read-manifests.ts'

const object = 'kind: Service\nmetadata: {name: a}\n'

describe('what helm printed', () => {
  it.each([
    ['objects, with empty documents between', `---\n${object}---\n# nothing\n---\n${object}`, undefined],
    ['nothing', '', 'helm printed no object at all'],
    ['comments', '# a\n---\n# b\n', 'helm printed no object at all'],
    ['a version', 'v2.17.0\n', 'its object 1 has no kind, or no metadata.name'],
    [
      'an object without a name',
      `${object}---\nkind: Service\n`,
      'its object 2 has no kind, or no metadata.name',
    ],
    [
      'a key twice',
      `---\n# Source: shop/templates/a.yaml\n${object}---\n# Source: shop/templates/b.yaml\nkind: Service\nkind: Pod\n`,
      'duplicated mapping key in shop/templates/b.yaml: kind: Pod',
    ],
    ['what is no YAML', 'a: [\n', /line 2/],
  ])('%s', (_, rendered, fault) => {
    if (fault instanceof RegExp) expect(checkRendered(rendered)).toMatch(fault)
    else expect(checkRendered(rendered)).toBe(fault)
  })

  it('of a release that is already there may hold a key twice', () => {
    expect(readManifests(`kind: Pod\n${object}`)).toEqual([{ kind: 'Service', metadata: { name: 'a' } }])
  })
})
