import { expect, it } from 'vitest'
import type { Entity, UpReport } from '../../src/report.ts'
import { viewUp } from '../../src/views/view-up.ts'
import { plain } from './plain-palette.ts'

const entity: Entity = {
  kind: 'Deployment',
  name: 'shop-backend',
  state: 'Active',
  summary: '',
  fields: {},
  rules: [
    { id: 'resources-set', holds: true, evidence: 'all four' },
    { id: 'not-looked-at', holds: null, evidence: 'not this time' },
  ],
  relations: [],
}
const verified: UpReport = {
  schema: 'k8sdeploy/up/1',
  status: 'verified',
  code: 0,
  release: { name: 'shop', namespace: 'shop', context: 'kind-dev', revision: 4 },
  phases: [],
  entities: [entity],
  transitions: [],
  urls: [
    { component: 'frontend', url: 'http://localhost:30080', answered: true, status: 200, milliseconds: 12 },
  ],
  outages: { 'shop-backend': 0 },
  next: [],
}
const show = (report: UpReport, columns = 80) => `\n${viewUp(report, plain, columns).join('\n')}\n`

it('ends with what is verified and the URL, at 80 columns', () => {
  expect(show(verified)).toMatchInlineSnapshot(`
    "
      ✓ verified   revision 4 · 1 of 1 rules hold · always a ready pod

      app    http://localhost:30080   answers 200 in 12 ms
    "
  `)
})

it('reads well at 40 columns', () => {
  expect(show({ ...verified, outages: { 'shop-backend': 340 } }, 40)).toMatchInlineSnapshot(`
    "
      ✓ verified   revision 4 · 1 of 1
                   rules hold · 340 ms
                   without a ready pod

      app    http://localhost:30080
             answers 200 in 12 ms
    "
  `)
})

it('says that there was nothing to do', () => {
  expect(show({ ...verified, status: 'unchanged' })).toMatchInlineSnapshot(`
    "
      ✓ unchanged  nothing to do: revision 4 runs · 1 of 1 rules hold

      app    http://localhost:30080   answers 200 in 12 ms
    "
  `)
})

it('says how to reach what has no URL', () => {
  const note = 'inside the cluster only; k8sdeploy open -n shop'
  const urls = [{ component: 'frontend' as const, url: '', answered: null, note }]
  expect(show({ ...verified, urls })).toMatchInlineSnapshot(`
    "
      ✓ verified   revision 4 · 1 of 1 rules hold · always a ready pod

      app    inside the cluster only
             k8sdeploy open -n shop
    "
  `)
})

it('shows a dry run change by change', () => {
  const changes = [
    { kind: 'ConfigMap', name: 'shop-frontend-config', change: 'create', lines: ['+kind: ConfigMap'] },
    {
      kind: 'Deployment',
      name: 'shop-backend',
      change: 'change',
      lines: ['-  replicas: 1', '+  replicas: 2'],
    },
  ]
  expect(show({ ...verified, status: 'planned', changes })).toMatchInlineSnapshot(`
    "
      create  ConfigMap shop-frontend-config
      change  Deployment shop-backend
          -  replicas: 1
          +  replicas: 2
      nothing was changed: this was a dry run
    "
  `)
})

it('shows the error of a phase', () => {
  const error = {
    code: 'BUILD_FAILED',
    message: 'the image of backend was not built: RUN npm run missing failed',
    evidence: ['npm error Missing script: "missing"'],
    hint: 'repeat the build by hand to see all of its output',
  }
  expect(
    show({ ...verified, status: 'failed', code: 20, error, next: ['k8sdeploy up'] }),
  ).toMatchInlineSnapshot(`
    "
      ✗ the image of backend was not built: RUN npm run missing failed
      why    npm error Missing script: "missing"
      hint   repeat the build by hand to see all of its output
      next   k8sdeploy up
    "
  `)
})
