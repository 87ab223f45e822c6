import { expect, it } from 'vitest'
import { DeployError, type ErrorCode } from '../../src/errors.ts'
import type { WatchedKind } from '../../src/rollout/kube.ts'
import { fetchSnapshot } from '../../src/workflows/fetch-snapshot.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

const never = new AbortController().signal
const failing = (code: ErrorCode, isHit: (kind: WatchedKind) => boolean) =>
  fakeCluster([], {
    list: async (kind: WatchedKind) => {
      if (isHit(kind)) throw new DeployError(code, `cannot list ${kind}`)
      return []
    },
  })

it.each<ErrorCode>(['FORBIDDEN', 'CLUSTER_REFUSED', 'CLUSTER_UNREACHABLE'])(
  'goes on without one kind that ends in %s, and says so',
  async (code) => {
    const seen = await fetchSnapshot(
      failing(code, (kind) => kind === 'Event'),
      'shop',
      never,
    )
    expect(seen.unseen).toEqual(['Event'])
    expect(seen.snapshot.Event).toEqual([])
  },
)

it('sees nothing at all when the cluster answers nothing', async () => {
  const blind = failing('CLUSTER_UNREACHABLE', () => true)
  await expect(fetchSnapshot(blind, 'shop', never)).rejects.toThrow('cannot list')
})
