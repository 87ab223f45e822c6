import { describe, expect, it } from 'vitest'
import { readManagers } from '../../../src/sandbox/api/fields/managers.ts'
import { fromFieldsV1, pathText, toFieldsV1 } from '../../../src/sandbox/api/fields/path-set.ts'
import { trackUpdate } from '../../../src/sandbox/api/fields/track-update.ts'
import { serverSideApply } from '../../../src/sandbox/api/patch/server-side-apply.ts'
import type { StoredObject } from '../../../src/sandbox/store.ts'

const now = new Date('2026-01-02T03:04:05Z')
const by = (manager: string, operation: 'Apply' | 'Update' = 'Apply') => ({
  manager,
  operation,
  apiVersion: 'apps/v1',
  subresource: '',
})
const deployment = (containers: object[], spec: object = {}): StoredObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: { ...spec, template: { spec: { containers } } },
})
const apply = (live: StoredObject | undefined, manager: string, applied: StoredObject, force = false) =>
  serverSideApply({ live, applied, id: by(manager), force, now })
const containers = (object: StoredObject) =>
  (object.spec as { template: { spec: { containers: object[] } } }).template.spec.containers

describe('server-side apply', () => {
  const first = apply(
    undefined,
    'helm',
    deployment([
      {
        name: 'app',
        image: 'a:1',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ]),
  )

  it('changes what it names and leaves the rest', () => {
    const defaulted = deployment([{ name: 'app', image: 'a:1', imagePullPolicy: 'Always' }])
    const live = { ...first, spec: defaulted.spec } as StoredObject
    const next = apply(live, 'helm', deployment([{ name: 'app', image: 'a:2' }]))
    expect(containers(next)).toEqual([{ name: 'app', image: 'a:2', imagePullPolicy: 'Always' }])
  })

  it('removes items that the manager no longer names', () => {
    const next = apply(
      first,
      'helm',
      deployment([{ name: 'app', image: 'a:1', env: [{ name: 'B', value: '2' }] }]),
    )
    expect(containers(next)).toEqual([{ name: 'app', image: 'a:1', env: [{ name: 'B', value: '2' }] }])
    expect(containers(apply(first, 'helm', deployment([])))).toEqual([])
  })

  it('keeps items of others', () => {
    const both = apply(first, 'mesh', deployment([{ name: 'proxy', image: 'p:1' }]))
    const next = apply(both, 'helm', deployment([{ name: 'app', image: 'a:1' }]))
    expect(
      containers(next)
        .map((one) => (one as { name: string }).name)
        .sort(),
    ).toEqual(['app', 'proxy'])
  })

  it('removes a structure with the defaults in it', () => {
    const probe = { httpGet: { path: '/' } }
    const probed = apply(undefined, 'helm', deployment([{ name: 'app', readinessProbe: probe }]))
    const defaulted = {
      ...probed,
      spec: deployment([{ name: 'app', readinessProbe: { ...probe, periodSeconds: 10 } }]).spec,
    } as StoredObject
    expect(containers(apply(defaulted, 'helm', deployment([{ name: 'app' }])))).toEqual([{ name: 'app' }])
  })

  it('names the other manager in a conflict, and takes the field by force', () => {
    const scaled = trackUpdate(
      first,
      { ...first, spec: { ...first.spec, replicas: 3 } },
      by('kubectl', 'Update'),
      now,
    )
    const wanted = deployment([{ name: 'app', image: 'a:1' }], { replicas: 1 })
    expect(() => apply(scaled, 'helm', wanted)).toThrow(
      'Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas',
    )
    const forced = apply(scaled, 'helm', wanted, true)
    expect(forced.spec?.replicas).toBe(1)
    expect(readManagers(forced).map(({ manager }) => manager)).toEqual(['helm'])
  })

  it('shares a field that both want alike', () => {
    const both = apply(first, 'second', deployment([{ name: 'app', image: 'a:1' }]))
    expect(
      readManagers(both)
        .map(({ manager }) => manager)
        .sort(),
    ).toEqual(['helm', 'second'])
    expect(containers(apply(both, 'helm', deployment([])))).toEqual([{ name: 'app', image: 'a:1' }])
  })
})

describe('field paths', () => {
  it('survive a round trip through managedFields', () => {
    const fields = {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } },
    }
    expect(toFieldsV1(fromFieldsV1(fields))).toEqual(fields)
  })

  it('read as kubectl prints them', () => {
    const [path = ''] = fromFieldsV1({ 'f:spec': { 'f:env': { 'k:{"name":"A"}': { 'f:value': {} } } } })
    expect(pathText(path)).toBe('.spec.env[name="A"].value')
  })
})
