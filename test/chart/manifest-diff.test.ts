import { describe, expect, it } from 'vitest'
import { diffManifests } from '../../src/chart/manifest-diff.ts'

const configMap = (value: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  KEY: ${value}\n`
const secret = (value: string) =>
  `---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  KEY: ${value}\n`
const deployment = (replicas: number, image: string) =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec:\n  replicas: ${replicas}\n  template:\n    spec:\n      containers: [{name: c, image: ${image}}]\n`

describe('diffManifests', () => {
  it.each([
    ['', configMap('x'), 'create'],
    [configMap('x'), '', 'remove'],
    [configMap('x'), configMap('y'), 'change'],
    [configMap('x'), `# other comment\n${configMap('"x"')}`, 'unchanged'],
    [
      configMap('x'),
      configMap('x').replace('apiVersion: v1\nkind: ConfigMap', 'kind: ConfigMap\napiVersion: v1'),
      'unchanged',
    ],
  ])('%#: %3$s', (before, after, change) => {
    expect(diffManifests(before, after)).toMatchObject([{ kind: 'ConfigMap', name: 'a', change }])
  })

  it('shows the changed lines with a little around them', () => {
    expect(diffManifests(configMap('one'), configMap('two'))[0]?.lines).toEqual([
      '  apiVersion: v1',
      '  data:',
      '-   KEY: one',
      '+   KEY: two',
      '  kind: ConfigMap',
      '  metadata:',
      '  …',
    ])
  })

  it('never shows a secret, but that it changed', () => {
    const [diff] = diffManifests(secret('b2xk'), secret('bmV3'))
    expect(diff?.change).toBe('change')
    expect(diff?.lines).toContain('+   KEY: (hidden, changed)')
    expect(JSON.stringify(diffManifests(secret('b2xk'), secret('bmV3')))).not.toMatch(/b2xk|bmV3/)
    expect(diffManifests(secret('b2xk'), secret('b2xk'))[0]?.change).toBe('unchanged')
    const url = diffManifests('', configMap('postgres://u:canary@h/db'))
    expect(JSON.stringify(url)).not.toContain('canary')
  })

  it.each([
    [deployment(1, 'a:1'), deployment(2, 'a:1'), false],
    [deployment(1, 'a:1'), deployment(1, 'a:2'), true],
    ['', deployment(1, 'a:2'), true],
  ])('%#: knows whether pods are replaced', (before, after, rollsPods) => {
    expect(diffManifests(before, after)).toMatchObject([{ name: 'd', rollsPods }])
  })
})
