import { describe, expect, it } from 'vitest'
import { readFieldSelector, readLabelSelector } from '../../../src/sandbox/api/selectors.ts'

const object = {
  metadata: { name: 'a', labels: { app: 'web', tier: 'front', size: '5' } },
  status: { phase: 'Running' },
}

describe('a label selector', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier!=back', true],
    ['app in (api, web),tier', true],
    ['app notin (web)', false],
    ['other notin (x)', true],
    ['!other', true],
    ['!app', false],
    ['size>4,size<6', true],
    ['app=web,tier=back', false],
  ])('%s', (text, expected) => expect(readLabelSelector(text)(object)).toBe(expected))

  it('refuses what it cannot read', () => expect(() => readLabelSelector('a b c')).toThrow('unable to parse'))
})

describe('a field selector', () => {
  it.each([
    ['metadata.name=a', true],
    ['metadata.name!=a', false],
    ['status.phase=Running,metadata.name==a', true],
    ['spec.nodeName=', true],
  ])('%s', (text, expected) => expect(readFieldSelector(text, 'pods')(object)).toBe(expected))

  it('refuses fields that are not indexed', () => {
    expect(() => readFieldSelector('spec.x=1', 'pods')).toThrow('field label not supported: spec.x')
    expect(() => readFieldSelector('data.a=1', 'configmaps')).toThrow(
      '"data.a" is not a known field selector',
    )
  })
})
