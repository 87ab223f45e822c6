import { describe, expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import type { ReleaseRecord } from '../../src/ports.ts'
import { afterOtherHelm } from '../../src/workflows/repair-release.ts'

const record = (status: string) =>
  ({ name: 'shop', revision: 7, status, updated: new Date(0).toISOString() }) as ReleaseRecord
const busy = new DeployError('BUSY', 'helm could not release shop: another operation is in progress')

/** A run whose releases stand in `statuses`, one a second, and a helm that fails as often as there are `refusals`. */
function play(statuses: string[], refusals: Error[]) {
  const here = { second: 0, tries: 0 }
  const world = {
    clock: {
      now: () => here.second * 1000,
      monotonic: () => here.second * 1000,
      sleep: async () => {
        here.second += 1
      },
    },
    signal: new AbortController().signal,
    releases: async () => [record(statuses[here.second] ?? statuses.at(-1)!)],
  }
  const run = { world, config: { name: 'shop' }, namespace: 'shop', story: { note: () => undefined } }
  const apply = async () => {
    const refusal = refusals[here.tries]
    here.tries += 1
    if (refusal) throw refusal
    return here.second
  }
  return { here, ended: afterOtherHelm(run as never, apply) }
}

describe('afterOtherHelm', () => {
  it('lets a helm finish that began after our look, and comes after it', async () => {
    const { here, ended } = play(['pending-upgrade', 'pending-upgrade', 'deployed'], [busy])
    expect(await ended).toBe(2)
    expect(here.tries).toBe(2)
  })

  it('does not repair a release that stays half-way without being asked to', async () => {
    const { here, ended } = play(['pending-upgrade'], [busy])
    await expect(ended).rejects.toMatchObject({
      code: 'HELM_FAILED',
      message: expect.stringContaining('revision 7 of shop is pending-upgrade'),
      details: { next: ['k8sdeploy up --repair'] },
    })
    expect(here.tries).toBe(1)
  })

  it('tries no other failure again', async () => {
    const failure = new DeployError('HELM_FAILED', 'field is immutable')
    const { here, ended } = play(['pending-upgrade'], [failure])
    await expect(ended).rejects.toBe(failure)
    expect(here.tries).toBe(1)
  })
})
