import { expect, it } from 'vitest'
import type { DownReport } from '../../src/report.ts'
import { viewDown } from '../../src/views/view-down.ts'
import { plain } from './plain-palette.ts'

const report: DownReport = {
  schema: 'k8sdeploy/down/1',
  status: 'removed',
  code: 0,
  release: { name: 'shop', namespace: 'shop', context: 'kind-dev' },
  removed: ['release shop', 'Secret shop-secrets', 'Lease shop-k8sdeploy'],
  left: [{ object: 'Namespace shop', why: 'something else runs in it' }],
  transitions: [],
  next: [],
}
const show = (one: DownReport, columns: number) => `\n${viewDown(one, plain, columns).join('\n')}\n`

it('says what is gone and what stays, at 80 and 40 columns', () => {
  expect(show(report, 80) + show(report, 40)).toMatchInlineSnapshot(`
    "
      ✓ removed  release shop, Secret shop-secrets, Lease shop-k8sdeploy
      left       Namespace shop: something else runs in it

      ✓ removed  release shop, Secret
                 shop-secrets, Lease
                 shop-k8sdeploy
      left       Namespace shop: something
                 else runs in it
    "
  `)
})

it('says that there was nothing', () => {
  expect(show({ ...report, removed: [], left: [] }, 80)).toMatchInlineSnapshot(`
    "
      nothing to remove: no release shop in shop on kind-dev
    "
  `)
})
