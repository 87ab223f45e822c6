import { describe, expect, it } from 'vitest'
import type { Entity, Relation, StatusReport } from '../../src/report.ts'
import { viewStatus } from '../../src/views/view-status.ts'
import { viewStatusChanges } from '../../src/views/view-status-changes.ts'
import { plain } from './plain-palette.ts'

const holds = (type: Relation['type'], to: string): Relation => ({ type, to, holds: true })
const entity = (
  kind: Entity['kind'],
  name: string,
  state: string,
  summary: string,
  relations: Relation[],
): Entity => ({
  kind,
  name,
  state,
  summary,
  fields: {},
  rules: [{ id: 'exists', holds: true, evidence: 'it is there' }],
  relations,
})

const entities: Entity[] = [
  entity('FrontendService', 'frontend', 'Running', '2 of 2 pods ready', [
    holds('depends-on', 'BackendService backend'),
  ]),
  entity('Deployment', 'shop-backend', 'Active', 'shop-backend:3f9c1e · 100m–500m · 256Mi–512Mi', [
    holds('manages', '2 pods of 7d9f, 0 older'),
    holds('references', 'ConfigMap shop-backend-config'),
    holds('references', 'Secret shop-secrets'),
  ]),
  entity('Secret', 'shop-secrets', 'Created', 'DATABASE_URL present, never shown', []),
  entity('HelmChart', 'shop 0.1.0', 'Upgrade', 'revision 3 → 4 deployed · 14 KiB rendered', [
    holds('contains', 'ConfigMap shop-frontend-config'),
    holds('contains', 'ConfigMap shop-backend-config'),
    holds('contains', 'Deployment shop-backend'),
  ]),
]
const healthy: StatusReport = {
  schema: 'k8sdeploy/status/1',
  status: 'ok',
  code: 0,
  release: { name: 'shop', namespace: 'shop', context: 'kind-dev', revision: 4, previousVerified: 4 },
  entities,
  urls: [
    { component: 'frontend', url: 'http://localhost:30080', answered: true, status: 200, milliseconds: 3 },
  ],
  verdicts: [],
  next: [],
}
const failed: Entity = {
  ...entities[1]!,
  state: 'Failed',
  rules: [
    { id: 'pods-ready', holds: false, evidence: '0 of 2 ready' },
    { id: 'database-connects', holds: null, evidence: 'not tried this time' },
  ],
  relations: [
    holds('references', 'ConfigMap shop-backend-config'),
    { type: 'references', to: 'Secret shop-secrets', holds: false, evidence: 'does not exist' },
  ],
}
const broken: StatusReport = {
  ...healthy,
  status: 'degraded',
  code: 42,
  release: { ...healthy.release, previousVerified: 3 },
  entities: entities.map((one, index) => (index === 1 ? failed : one)),
  urls: [{ component: 'frontend', url: 'http://localhost:30080', answered: false, status: 502 }],
}
const show = (report: StatusReport, columns: number) => `\n${viewStatus(report, plain, columns).join('\n')}\n`

describe('status', () => {
  it('of what is healthy, at 80 columns', () => {
    expect(show(healthy, 80)).toMatchInlineSnapshot(`
      "
        shop @ kind-dev / shop · revision 4 verified
        Frontend Service  Running      frontend  2 of 2 pods ready
          └ depends on  Backend Service backend  holds
        Deployment        Active       shop-backend
            shop-backend:3f9c1e · 100m–500m · 256Mi–512Mi
          ├ manages     2 pods of 7d9f, 0 older  holds
          └ references  ConfigMap shop-backend-config, Secret shop-secrets  holds
        Secret            Created      shop-secrets
            DATABASE_URL present, never shown
        Helm Chart        Upgrade      shop 0.1.0
            revision 3 → 4 deployed · 14 KiB rendered
          └ contains    2 ConfigMaps, 1 Deployment  holds

        app    http://localhost:30080   answers 200 in 3 ms

        ✓ 4 of 4 rules hold
      "
    `)
  })

  it('of what is healthy, at 40 columns', () => {
    expect(show(healthy, 40)).toMatchInlineSnapshot(`
      "
        shop @ kind-dev / shop
        revision 4 verified
        Frontend Service  Running
          frontend · 2 of 2 pods ready
          └ depends on Backend Service
              backend  holds
        Deployment  Active
          shop-backend · shop-backend:3f9c1e
          100m–500m · 256Mi–512Mi
          ├ manages 2 pods of 7d9f, 0 older
          │   holds
          └ references ConfigMap
              shop-backend-config, Secret
              shop-secrets  holds
        Secret  Created
          shop-secrets · DATABASE_URL
          present, never shown
        Helm Chart  Upgrade
          shop 0.1.0 · revision 3 → 4
          deployed · 14 KiB rendered
          └ contains 2 ConfigMaps, 1
              Deployment  holds

        app    http://localhost:30080
               answers 200 in 3 ms

        ✓ 4 of 4 rules hold
      "
    `)
  })

  it('of what is broken names what, with its evidence', () => {
    expect(show(broken, 80)).toMatchInlineSnapshot(`
      "
        shop @ kind-dev / shop · revision 4 not verified; 3 was
        Frontend Service  Running      frontend  2 of 2 pods ready
          └ depends on  Backend Service backend  holds
        Deployment        Failed       shop-backend
            shop-backend:3f9c1e · 100m–500m · 256Mi–512Mi
          ├ references  ConfigMap shop-backend-config  holds
          └ references  Secret shop-secrets (does not exist)  broken
        Secret            Created      shop-secrets
            DATABASE_URL present, never shown
        Helm Chart        Upgrade      shop 0.1.0
            revision 3 → 4 deployed · 14 KiB rendered
          └ contains    2 ConfigMaps, 1 Deployment  holds

        app    http://localhost:30080   answers 502, and should not

        ✗ 1 of 4 rules does not hold
          Deployment shop-backend: pods-ready: 0 of 2 ready
        ? 1 not checked
          Deployment shop-backend: database-connects: not tried this time
      "
    `)
  })

  it('of nothing says so in two lines', () => {
    const absent = { ...healthy, status: 'absent' as const, next: ['k8sdeploy up'] }
    expect(show(absent, 80)).toMatchInlineSnapshot(`
      "
        shop @ kind-dev / shop: no release here
        next   k8sdeploy up
      "
    `)
  })
})

it('a watched status tells only what changed', () => {
  expect(viewStatusChanges(healthy, healthy, '10:00:02', plain, 80)).toEqual([])
  expect(
    `\n${viewStatusChanges(healthy, broken, '10:00:04', plain, 80).join('\n')}\n`,
  ).toMatchInlineSnapshot(`
    "
      10:00:04  Deployment shop-backend  Active → Failed  shop-backend:3f9c1e ·
                100m–500m · 256Mi–512Mi
      10:00:04  http://localhost:30080  answers 502, and should not
    "
  `)
})
