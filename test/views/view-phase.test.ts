import { expect, it } from 'vitest'
import type { PhaseReport } from '../../src/report.ts'
import { viewPhase } from '../../src/views/view-phase.ts'
import { viewProgress } from '../../src/views/view-progress.ts'
import { plain } from './plain-palette.ts'

const phases: PhaseReport[] = [
  {
    name: 'checks',
    status: 'done',
    seconds: 0.21,
    summary: 'Kubernetes 1.34 · helm 4.3 · secrets complete, kind',
  },
  { name: 'database', status: 'skipped', seconds: 0, summary: 'left out by --skip' },
  {
    name: 'diff',
    status: 'done',
    seconds: 0.02,
    summary: 'Deployment shop-frontend, Deployment shop-backend changed · Secret changed',
  },
  { name: 'images', status: 'unchanged', seconds: 0.1, summary: 'unchanged' },
  { name: 'secret', status: 'unchanged', seconds: 0, summary: 'shop-secrets unchanged' },
  { name: 'release', status: 'unchanged', seconds: 0 },
  { name: 'rollout', status: 'failed', seconds: 123.4, summary: 'backend crashes: exit code 1' },
]
const show = (columns: number) =>
  `\n${phases.flatMap((phase) => viewPhase(phase, plain, columns)).join('\n')}\n`

it('reads well at 80 columns', () => {
  expect(show(80)).toMatchInlineSnapshot(`
    "
      ✓ checks     Kubernetes 1.34 · helm 4.3 · secrets complete, kind         0.2s
      - database   left out by --skip
      ✓ diff       Deployment shop-frontend, Deployment shop-backend changed   0.0s
                   Secret changed
      = images     unchanged                                                   0.1s
      = secret     shop-secrets unchanged                                      0.0s
      = release    unchanged                                                   0.0s
      ✗ rollout    failed                                                    123.4s
    "
  `)
})

it('reads well at 40 columns, without times', () => {
  expect(show(40)).toMatchInlineSnapshot(`
    "
      ✓ checks   Kubernetes 1.34 · helm 4.3
                 secrets complete, kind
      - database left out by --skip
      ✓ diff     Deployment shop-frontend,
                 Deployment shop-backend
                 changed · Secret changed
      = images   unchanged
      = secret   shop-secrets unchanged
      = release  unchanged
      ✗ rollout  failed
    "
  `)
})

it.each([
  ['Step 3/9 : RUN npm ci', '3/9 RUN npm ci'],
  ['STEP 3/9: RUN npm ci', '3/9 RUN npm ci'],
  ['#7 [dependencies 4/4] RUN npm ci', '4/4 RUN npm ci'],
  ['#7 [4/4] COPY . .', '4/4 COPY . .'],
  ['#1 [internal] load build definition from Dockerfile', undefined],
  ['#7 CACHED', undefined],
  [' ---> Using cache', undefined],
  ['npm warn deprecated', undefined],
])('of a build %j shows %j', (line, shown) => {
  expect(viewProgress('images', line)).toBe(shown)
})
