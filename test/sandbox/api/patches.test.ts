import { describe, expect, it } from 'vitest'
import { jsonPatch } from '../../../src/sandbox/api/patch/json-patch.ts'
import { mergePatch } from '../../../src/sandbox/api/patch/merge-patch.ts'
import { strategicMerge } from '../../../src/sandbox/api/patch/strategic-merge.ts'

describe('a merge patch', () => {
  it.each([
    [{ a: 1 }, { a: null, b: 2 }, { b: 2 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: 1 }, {}, { a: 1 }],
  ])('%j with %j', (target, patch, expected) => expect(mergePatch(target, patch)).toEqual(expected))
})

describe('a JSON patch', () => {
  it.each([
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/0', value: 0 }], { a: [0, 1] }],
    [{ a: { 'x/y': 1 } }, [{ op: 'replace', path: '/a/x~1y', value: 2 }], { a: { 'x/y': 2 } }],
    [{ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
    [
      { a: 1 },
      [
        { op: 'test', path: '/a', value: 1 },
        { op: 'remove', path: '/a' },
      ],
      {},
    ],
    [{ a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
  ])('%j with %j', (target, patch, expected) => expect(jsonPatch(target, patch)).toEqual(expected))

  it.each([
    [{ op: 'remove', path: '/b' }],
    [{ op: 'test', path: '/a', value: 2 }],
    [{ op: 'add', path: '/x/y', value: 1 }],
    [{ op: 'frobnicate', path: '/a' }],
  ])('refuses %j', (operation) =>
    expect(() => jsonPatch({ a: 1 }, [operation])).toThrow('rejected our request'),
  )
})

describe('a strategic merge patch', () => {
  const container = (more: object) => ({ name: 'app', ...more })
  it.each([
    [
      'items by their key',
      { containers: [container({ image: 'a', tty: true })] },
      { containers: [container({ image: 'b' })] },
      { containers: [container({ image: 'b', tty: true })] },
    ],
    [
      'a new item',
      { containers: [container({})] },
      { containers: [{ name: 'side' }] },
      { containers: [container({}), { name: 'side' }] },
    ],
    [
      'an item away',
      { containers: [container({}), { name: 'side' }] },
      { containers: [{ name: 'side', $patch: 'delete' }] },
      { containers: [container({})] },
    ],
    [
      'an item replaced',
      { containers: [container({ tty: true })] },
      { containers: [{ name: 'app', image: 'b', $patch: 'replace' }] },
      { containers: [container({ image: 'b' })] },
    ],
    [
      'the whole list',
      { containers: [container({})] },
      { containers: [{ $patch: 'replace' }, { name: 'x' }] },
      { containers: [{ name: 'x' }] },
    ],
    [
      'an order',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      {
        containers: [{ name: 'c' }],
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
      },
      { containers: [{ name: 'c' }, { name: 'b' }, { name: 'a' }] },
    ],
    [
      'a list without a key',
      { tolerations: [{ key: 'a' }] },
      { tolerations: [{ key: 'b' }] },
      { tolerations: [{ key: 'b' }] },
    ],
    [
      'a map',
      { nodeSelector: { a: '1' } },
      { nodeSelector: { b: '2' } },
      { nodeSelector: { a: '1', b: '2' } },
    ],
    [
      'a map replaced',
      { nodeSelector: { a: '1' } },
      { nodeSelector: { $patch: 'replace', b: '2' } },
      { nodeSelector: { b: '2' } },
    ],
  ])('%s', (_name, target, patch, expected) =>
    expect(strategicMerge(target, patch, 'PodSpec')).toEqual(expected),
  )

  it('keeps only the keys that it is told to keep', () => {
    const target = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }
    const patch = { strategy: { $retainKeys: ['type'], type: 'Recreate' } }
    expect(strategicMerge(target, patch, 'DeploymentSpec')).toEqual({ strategy: { type: 'Recreate' } })
  })

  it('takes plain values out of a list', () => {
    const patch = { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] }
    expect(strategicMerge({ finalizers: ['a', 'b'] }, patch, 'ObjectMeta')).toEqual({
      finalizers: ['b', 'c'],
    })
    const alone = { '$deleteFromPrimitiveList/finalizers': ['a'] }
    expect(strategicMerge({ finalizers: ['a', 'b'] }, alone, 'ObjectMeta')).toEqual({ finalizers: ['b'] })
  })
})
