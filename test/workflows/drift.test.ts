import { describe, expect, it } from 'vitest'
import { readManifests } from '../../src/chart/read-manifests.ts'
import { DeployError } from '../../src/errors.ts'
import type { Cluster, ReleaseRecord } from '../../src/ports.ts'
import { describeDrift, showable } from '../../src/workflows/describe-drift.ts'
import { fetchLive } from '../../src/workflows/fetch-live.ts'
import { findOwner } from '../../src/workflows/field-owners.ts'
import { findAdditions } from '../../src/workflows/find-additions.ts'
import type { ManagedObject } from '../../src/workflows/other-writers.ts'
import { findOwnedDrift, mayForce } from '../../src/workflows/owned-drift.ts'
import { planRelease } from '../../src/workflows/plan-release.ts'
import type { Prepared } from '../../src/workflows/prepare-release.ts'

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-backend}
spec:
  replicas: 2
  template: {spec: {containers: [{name: backend, image: "shop:1", env: [{name: A, value: "1"}]}]}}
`
const release = { status: 'deployed', revision: 3, manifest, isServerSide: true } as ReleaseRecord

type Change = { replicas?: number; image?: string; env?: object[] }
const live = (change: Change, ...managers: object[]): ManagedObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop-backend', managedFields: [{ manager: 'helm', operation: 'Apply' }, ...managers] },
    spec: {
      replicas: change.replicas ?? 2,
      template: {
        spec: {
          containers: [
            {
              name: 'backend',
              image: change.image ?? 'shop:1',
              env: change.env ?? [{ name: 'A', value: '1' }],
            },
          ],
        },
      },
    },
  }) as ManagedObject

const inContainer = (fields: object) => ({
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"backend"}': fields } } } },
})
const scaledBy = (manager: string) => ({
  manager,
  operation: 'Update',
  subresource: 'scale',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
})
const imageBy = (manager: string) => ({
  manager,
  operation: 'Update',
  fieldsV1: inContainer({ 'f:image': {} }),
})
const added = {
  manager: 'kubectl-set',
  operation: 'Update',
  fieldsV1: inContainer({ 'f:env': { 'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} } } }),
}
const both = [
  { name: 'A', value: '1' },
  { name: 'B', value: 's3cret' },
]

const manifests = readManifests(manifest)
const autoscaler = { spec: { scaleTargetRef: { name: 'shop-backend' } } }
const look = (object: ManagedObject | undefined | Error, autoscalers: object[] = []) => {
  const get = async () => {
    if (object instanceof Error) throw object
    return object
  }
  const listAny = async () => autoscalers
  return fetchLive({ get, listAny } as unknown as Cluster, 'dev', manifests, new AbortController().signal)
}
const driftOf = async (object: ManagedObject | undefined | Error) =>
  findOwnedDrift(manifests, await look(object))
const nothing = (manifestNow = manifest) =>
  ({
    releases: [release],
    rendered: manifestNow,
    secret: { state: 'unchanged' },
    helm: { major: 4 },
  }) as unknown as Prepared

describe('what somebody has changed in the cluster', () => {
  it.each<[string, ManagedObject | undefined, boolean, RegExp]>([
    ['an object that is gone', undefined, true, /^Deployment shop-backend is gone: it is created again$/],
    [
      'an image',
      live({ image: 'x:9' }, imageBy('kubectl-set')),
      true,
      /changed by kubectl-set: x:9, released shop:1; it is set back/,
    ],
    ['a number of pods', live({ replicas: 5 }, scaledBy('kubectl')), true, /by kubectl: 5, released 2/],
    [
      'no pod at all, which nobody owns',
      live({ replicas: 0 }),
      true,
      /replicas was changed: 0, released 2; it is set back/,
    ],
    ['a variable that is gone', live({ env: [] }), true, /env\[A\] was changed; it is set back/],
    [
      'a variable that is new',
      live({ env: both }, added),
      false,
      /env\[B\] was added by kubectl-set; .* so it stays/,
    ],
    ['what an admission webhook makes of it', live({ image: 'mirror/shop:1' }), false, /it stays$/],
    [
      'what an admission webhook makes of it, beside a change by hand',
      live(
        { image: 'mirror/shop:1' },
        { ...added, fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } } } },
      ),
      false,
      /it stays$/,
    ],
  ])('%s', async (_, object, isSetBack, told) => {
    const [drift, ...others] = await driftOf(object)
    expect(others).toEqual([])
    expect(drift).toMatchObject({ isSetBack })
    expect(describeDrift(drift!)).toMatch(told)
    expect(describeDrift(drift!)).not.toContain('s3cret')
  })

  it('is nothing where nobody may look, and an error where the cluster does not answer', async () => {
    expect(await driftOf(new DeployError('FORBIDDEN', 'no'))).toEqual([])
    expect(await look(new DeployError('FORBIDDEN', 'no'))).toMatchObject({ hidden: ['Deployment'] })
    await expect(driftOf(new DeployError('CLUSTER_UNREACHABLE', 'no'))).rejects.toThrow('no')
  })
})

it('tells whom the set back value of a ConfigMap does not reach', () => {
  const drift = {
    kind: 'ConfigMap',
    name: 'a',
    path: 'data.A',
    released: '1',
    live: 's3cret',
    by: 'k9s',
    isSetBack: true,
  }
  const told = describeDrift(drift)
  expect(told).toBe(
    'ConfigMap a: data.A was changed by k9s; it is set back; pods that have started since keep it until they are restarted',
  )
})

it('looks at nothing that its own chart does not write', async () => {
  const get = () => Promise.reject(new Error('asked'))
  const others = readManifests('{apiVersion: v1, kind: ClusterRole, metadata: {name: a}}')
  const found = await fetchLive(
    { get, listAny: async () => [] } as unknown as Cluster,
    'dev',
    others,
    new AbortController().signal,
  )
  expect(findOwnedDrift(others, found)).toEqual([])
})

it('shows no variable that somebody has set', async () => {
  const [drift] = await driftOf(live({ env: both }, added))
  expect(JSON.stringify(showable(drift!))).not.toContain('s3cret')
})

describe('what up does about it', () => {
  const plan = async (object: ManagedObject | undefined) =>
    planRelease(manifest, nothing(), await look(object))

  it('lets helm run although the release does not change', async () =>
    expect(await plan(live({ image: 'x:9' }, imageBy('kubectl-edit')))).toMatchObject({
      isNoop: true,
      setsBack: true,
      forcesConflicts: true,
      summary: 'the cluster has changed: 1 field differs',
    }))

  it('forces a field that somebody has set as it was, where the release changes it now', async () => {
    const next = readManifests(manifest.replace('shop:1', 'shop:2'))
    expect(mayForce(next, await look(live({}, imageBy('kubectl-edit'))))).toBe(true)
    expect(mayForce(next, await look(live({})))).toBe(false)
  })

  it('leaves what it cannot take back', async () =>
    expect(await plan(live({ env: both }, added))).toMatchObject({
      setsBack: false,
      forcesConflicts: false,
      summary: 'nothing to change',
      drift: [{ isSetBack: false }],
    }))

  it('leaves an autoscaler its number of pods, and forces nothing beside it', async () => {
    const scaled = scaledBy('kube-controller-manager')
    const only = await look(live({ replicas: 5 }, scaled), [autoscaler])
    expect(planRelease(manifest, nothing(), only)).toMatchObject({ setsBack: false, drift: [] })
    const asleep = await look(live({ replicas: 0 }), [autoscaler])
    expect(planRelease(manifest, nothing(), asleep)).toMatchObject({ setsBack: false, drift: [] })
    const both = await look(live({ replicas: 5, image: 'x:9' }, scaled, imageBy('kubectl-edit')), [
      autoscaler,
    ])
    expect(planRelease(manifest, nothing(), both)).toMatchObject({ setsBack: true, forcesConflicts: false })
  })

  it('does not guess whose hand it was after a revision that has failed', async () => {
    const object = await look(live({ image: 'shop:4' }))
    const prepared = {
      ...nothing(),
      releases: [{ ...release, status: 'failed', revision: 4 } as ReleaseRecord, release],
    }
    expect(planRelease(manifest, prepared, object)).toMatchObject({ drift: [], setsBack: false })
  })

  it('promises nothing that a merge cannot do', async () => {
    const text = '{apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}}}'
    const service = { metadata: {}, spec: { selector: { app: 'shop', tier: 'gold' } } } as ManagedObject
    const objects = { objects: new Map([['Service//shop', service]]), scaled: new Set<string>(), hidden: [] }
    const with3 = {
      ...nothing(),
      helm: { major: 3 },
      releases: [{ ...release, manifest: text, isServerSide: false }],
    }
    expect(planRelease(text, with3 as Prepared, objects)).toMatchObject({
      setsBack: false,
      drift: [{ isSetBack: false }],
    })
    const with4 = { ...with3, helm: { major: 4 }, releases: [{ ...release, manifest: text }] }
    expect(planRelease(text, with4 as Prepared, objects)).toMatchObject({ setsBack: true })
  })
})

describe('who owns a field', () => {
  const owner = (path: string, fieldsV1: object) =>
    findOwner(
      { metadata: { managedFields: [{ manager: 'kubectl-edit', operation: 'Update', fieldsV1 }] } },
      path,
    )

  it.each<[string, object, boolean]>([
    ['data.A', { 'f:data': { 'f:A': {} } }, true],
    ['data.A', { 'f:data': { 'f:B': {} } }, false],
    ['spec.selector', { 'f:spec': { 'f:selector': {} } }, true],
    ['spec.selector.app', { 'f:spec': { 'f:selector': {} } }, true],
    [
      'metadata.labels."app.kubernetes.io/name"',
      { 'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} } } },
      true,
    ],
    [
      'spec.ports[http].port',
      { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:port': {} } } } },
      true,
    ],
    ['spec.template.spec.containers[backend].image', inContainer({ 'f:image': {} }), true],
    ['spec.template.spec.containers[other].image', inContainer({ 'f:env': {} }), false],
  ])('%s in %j: %s', (path, fields, isOwner) => expect(owner(path, fields) !== undefined).toBe(isOwner))
})

describe('what others have set that the release does not name', () => {
  const container = { name: 'backend', image: 'shop:1', ports: [{ containerPort: 80 }] }
  const released = {
    spec: { replicas: 2, template: { spec: { containers: [container] } } },
    data: { A: '1' },
  }
  const by = (manager: string, fieldsV1: object, rest: object = {}) => ({
    metadata: { managedFields: [{ manager, operation: 'Update', fieldsV1, ...rest }] },
  })
  const inTemplate = 'spec.template.spec.containers[backend]'

  it.each<[string, ManagedObject, string[]]>([
    [
      'a first variable',
      by('kubectl-set', inContainer({ 'f:env': { 'k:{"name":"B"}': {} } })),
      [`${inTemplate}.env`],
    ],
    ['a command', by('kubectl-edit', inContainer({ 'f:command': {} })), [`${inTemplate}.command`]],
    ['what the release names too', by('kubectl-set', inContainer({ 'f:image': {} })), []],
    [
      'a port of a protocol that the release leaves out',
      by(
        'k9s',
        inContainer({ 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:containerPort': {} } } }),
      ),
      [],
    ],
    [
      'a sidecar',
      by('k9s', {
        'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"x"}': { 'f:image': {} } } } } },
      }),
      ['spec.template.spec.containers[x]'],
    ],
    ['a pause', by('kubectl-rollout', { 'f:spec': { 'f:paused': {} } }), ['spec.paused']],
    [
      'one more key of data',
      by('kubectl-edit', { 'f:data': { 'f:A': {}, 'f:b.txt': {} } }),
      ['data."b.txt"'],
    ],
    [
      'a restart',
      by('kubectl-rollout', {
        'f:spec': {
          'f:template': {
            'f:metadata': { 'f:annotations': { '.': {}, 'f:kubectl.kubernetes.io/restartedAt': {} } },
          },
        },
      }),
      [],
    ],
    ['a label of the object', by('k9s', { 'f:metadata': { 'f:labels': { 'f:a': {} } } }), []],
    ['helm’s own', by('helm', inContainer({ 'f:command': {} })), []],
    ['a controller of Kubernetes', by('kube-controller-manager', { 'f:spec': { 'f:volumeName': {} } }), []],
    ['a status', by('k9s', { 'f:spec': { 'f:paused': {} } }, { subresource: 'status' }), []],
  ])('%s', (_, object, paths) =>
    expect(findAdditions(object, released).map(({ path }) => path)).toEqual(paths),
  )

  it('shows what stands there', async () => {
    const [drift] = await driftOf({
      ...live({}, { ...added, fieldsV1: { 'f:spec': { 'f:paused': {} } } }),
      spec: { ...(live({}) as { spec?: object }).spec, paused: true },
    } as ManagedObject)
    expect(drift).toMatchObject({ path: 'spec.paused', live: true, released: undefined, isSetBack: false })
  })
})
