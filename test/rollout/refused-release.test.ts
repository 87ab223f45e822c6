import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { scopes } from '../../src/rollout/scope.ts'
import { refusedRelease } from '../../src/rollout/verdicts/refused-release.ts'
import { fold } from './fold.ts'
import { at, deployment, endpoints, replicaSet, seen, target, time } from './objects.ts'
import { baseline, says, sees } from './story.ts'

const rows: [what: string, message: string, expected: object | undefined][] = [
  [
    'a NodePort that is taken',
    'Service "shop-frontend" is invalid: spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated',
    { class: 'node-port-taken', object: { kind: 'Service', name: 'shop-frontend' } },
  ],
  [
    'a quota on Services',
    'services "shop-frontend" is forbidden: exceeded quota: few, requested: services=1, used: services=2, limited: services=2',
    { class: 'quota', message: expect.stringContaining('1 more of services asked for, 2 of 2 used') },
  ],
  [
    'a quota on Services, as helm 4 tells it',
    'server-side apply failed for object shop/shop-backend /v1, Kind=Service: services "shop-backend" is forbidden: exceeded quota: few, requested: services=1, used: services=1, limited: services=1',
    { class: 'quota', object: { kind: 'Service', name: 'shop-backend' } },
  ],
  [
    'a webhook that denies the Deployment',
    'admission webhook "guard.example.com" denied the request: no cost centre',
    { class: 'policy', message: expect.stringContaining('guard.example.com denies it: no cost centre') },
  ],
  [
    'a webhook that denies the Deployment, as helm 4 tells it',
    'server-side apply failed for object shop/shop-backend apps/v1, Kind=Deployment: admission webhook "guard.example.com" denied the request: no cost centre',
    { class: 'policy', object: { kind: 'Deployment', name: 'shop-backend' } },
  ],
  [
    'a webhook that denies the Deployment, as helm 3 tells it',
    'cannot patch "shop-backend" with kind Deployment: admission webhook "guard.example.com" denied the request: no cost centre',
    { class: 'policy', object: { kind: 'Deployment', name: 'shop-backend' } },
  ],
  [
    'a webhook that does not answer for a Service',
    'server-side apply failed for object shop/shop-backend /v1, Kind=Service: Internal error occurred: failed calling webhook "guard.example.com": failed to call webhook: Post "https://127.0.0.1:1/?timeout=1s": dial tcp 127.0.0.1:1: connect: connection refused',
    {
      class: 'policy',
      object: { kind: 'Service', name: 'shop-backend' },
      whyNotTransient: 'helm asks only once',
    },
  ],
  [
    'a policy that denies the Deployment',
    `deployments.apps "shop-backend" is forbidden: ValidatingAdmissionPolicy 'owners' with binding 'owners' denied request: no cost centre`,
    { class: 'policy', object: { kind: 'Deployment', name: 'shop-backend' } },
  ],
  [
    'a field that is wrong',
    'server-side apply failed for object shop/shop-backend apps/v1, Kind=Deployment: Deployment.apps "shop-backend" is invalid: spec.template.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "status.nope": field label not supported: status.nope',
    {
      class: 'policy',
      object: { kind: 'Deployment', name: 'shop-backend' },
      field: 'spec.template.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
      message: expect.stringContaining('field label not supported: status.nope'),
      hint: expect.stringMatching(/^correct spec\.template.*in the chart/),
    },
  ],
  [
    'a field that may not change',
    'Deployment.apps "shop-backend" is invalid: spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: field is immutable',
    { class: 'policy', hint: expect.stringMatching(/^spec\.selector cannot be changed/) },
  ],
  ['what has no class', 'another operation (install/upgrade/rollback) is in progress', undefined],
]

const hook = (...conditions: object[]) =>
  seen(2, 'Job', {
    metadata: {
      name: 'shop-migrate',
      uid: 'job',
      resourceVersion: '999',
      creationTimestamp: time(2),
      annotations: { 'helm.sh/hook': 'x' },
    },
    status: { conditions },
  } as never)
const failedHook = hook({
  type: 'Failed',
  status: 'True',
  reason: 'BackoffLimitExceeded',
  lastTransitionTime: time(2),
})
const stuckPod = (waiting: object) =>
  seen(1, 'Pod', {
    metadata: {
      name: 'new-1',
      namespace: 'shop',
      uid: 'pod',
      resourceVersion: '998',
      ownerReferences: [{ kind: 'Job', name: 'shop-migrate', uid: 'job', controller: true }],
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'seed', image: 'r.example/seed:1' }] },
    status: { phase: 'Pending', containerStatuses: [{ name: 'seed', state: { waiting } }] },
  } as never)
const podOfHook = (name: string) =>
  seen(1, 'Pod', {
    metadata: {
      name,
      uid: 'pod',
      resourceVersion: '998',
      ownerReferences: [{ kind: 'Job', name: 'shop-migrate', uid: 'job', controller: true }],
    },
    spec: { containers: [{ name: 'backend' }] },
    status: {
      phase: 'Failed',
      containerStatuses: [{ name: 'backend', state: { terminated: { exitCode: 3 } } }],
    },
  })
const hookPod = podOfHook('new-1')

describe('a release that could not be written', () => {
  it.each(rows)('%s', (_, message, expected) => {
    const verdict = refusedRelease(fold(baseline()).memory, message, at(3))
    if (expected) expect(verdict).toMatchObject(expected)
    else expect(verdict).toBeUndefined()
  })

  it('names what keeps a hook from beginning, when helm has given up on it', () => {
    const notFound = stuckPod({ reason: 'ErrImagePull', message: 'r.example/seed:1: not found' })
    const { memory } = fold([...baseline(), hook(), notFound])
    const said = 'pre-upgrade hooks failed: resource Job/shop/shop-migrate not ready. status: InProgress'
    expect(refusedRelease(memory, said, at(60))).toMatchObject({
      class: 'image-not-found',
      object: { kind: 'Pod', name: 'new-1', container: 'seed' },
      message: 'Job shop-migrate: cannot pull r.example/seed:1 on node node-1: not found',
    })
  })

  it('takes no webhook for a hook', () => {
    const { memory } = fold([...baseline(), hookPod, says(2, 0, 'column owner is missing'), failedHook])
    const said = 'admission webhook "guard.example.com" denied the request: no cost centre'
    expect(refusedRelease(memory, said, at(3))).toMatchObject({ class: 'policy' })
  })

  it('quotes the log of a hook that failed', () => {
    const { memory } = fold([...baseline(), hookPod, says(2, 0, 'column owner is missing'), failedHook])
    const verdict = refusedRelease(memory, 'pre-upgrade hooks failed: job failed', at(3))
    expect(verdict).toMatchObject({
      class: 'job-failed',
      object: { kind: 'Job', name: 'shop-migrate' },
      message: 'Job shop-migrate failed, exit code 3: column owner is missing',
      evidence: ['column owner is missing'],
    })
  })

  describe('after helm wrote the Deployments', () => {
    const noImage = sees(2, {
      state: { waiting: { reason: 'ErrImagePull', message: 'r.example/backend:2: not found' } },
    })
    const written = [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2', updated: 1, total: 2 })),
      seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
    ]
    const said = 'post-upgrade hooks failed: resource Job/shop/shop-migrate not ready. status: InProgress'
    const judged = (events: RolloutEvent[], second: number) => {
      const { memory } = fold(events)
      return refusedRelease(memory, said, at(second), scopes(memory, target))
    }
    const failedOf = (words: string) => [
      podOfHook('smoke-1'),
      { ...says(2, 0, words), pod: 'smoke-1' } as RolloutEvent,
      failedHook,
    ]

    it('tells of the backend that a hook waited for, and of the hook as an effect', () => {
      expect(judged([...written, hook(), noImage], 60)).toMatchObject({
        class: 'image-not-found',
        object: { component: 'backend' },
        effects: [{ object: 'Job/shop-migrate', message: expect.stringContaining('has not finished yet') }],
      })
    })

    it('tells of the backend that a hook failed for', () => {
      const nobodyServes = seen(1, 'EndpointSlice', endpoints())
      const failed = failedOf('connect ECONNREFUSED shop-backend:8000')
      expect(judged([...written, noImage, nobodyServes, ...failed], 60)).toMatchObject({
        class: 'image-not-found',
        effects: [{ object: 'Job/shop-migrate' }],
      })
    })

    it('tells of a hook that failed of its own, and of the backend beside it', () => {
      expect(judged([...written, noImage, ...failedOf('column owner is missing')], 60)).toMatchObject({
        class: 'job-failed',
        message: expect.stringContaining('column owner is missing'),
      })
    })
  })
})
