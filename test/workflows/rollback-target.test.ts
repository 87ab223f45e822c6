import { describe, expect, it } from 'vitest'
import type { ReleaseRecord } from '../../src/ports.ts'
import { chooseTarget, findVerified } from '../../src/workflows/rollback-target.ts'

const record = (revision: number, description = 'Upgrade complete') =>
  ({ name: 'shop', namespace: 'shop', revision, description, status: 'superseded' }) as ReleaseRecord
const records = (...revisions: (number | [number, string])[]) =>
  revisions.map((one) => (typeof one === 'number' ? record(one) : record(...one)))
const verified = (...revisions: number[]) => revisions.map((revision) => ({ revision, at: 'then' }))

type Row = [string, (number | [number, string])[], number[], number | undefined]
const rows: Row[] = [
  ['the last verified one before the current one', [4, 3, 2, 1], [1, 2], 2],
  ['not the current one, verified as it is', [4, 3, 2], [2, 4], 2],
  ['not one that helm has forgotten', [12, 11, 5], [3, 5], 5],
  ['nothing when none was verified', [3, 2, 1], [], undefined],
  ['nothing when only what helm has forgotten was', [12, 11], [3], undefined],
  ['nothing before the first', [1], [1], undefined],
  ['nothing of nothing', [], [], undefined],
  ['further back from a rollback, not forth', [[5, 'Rollback to 3'], 4, 3, 2], [2, 3, 4], 2],
  ['nothing further back than the first', [[3, 'Rollback to 1'], 2, 1], [1, 2], undefined],
  ['the revision that a rollback made', [6, [5, 'Rollback to 3'], 4, 3], [3, 4, 5], 5],
]

describe('findVerified', () => {
  it.each(rows)('finds %s', (_, revisions, known, expected) => {
    expect(findVerified(records(...revisions), verified(...known))?.record.revision).toBe(expected)
  })
})

describe('chooseTarget', () => {
  it('recommends no revision that was never verified', () => {
    const next = (releases: ReleaseRecord[], known: ReturnType<typeof verified>) => {
      try {
        return chooseTarget(releases, known, undefined)
      } catch (error) {
        return (error as { details: { next: string[] } }).details.next
      }
    }
    const history = 'helm history shop -n shop'
    expect(next(records([4, 'Rollback to 1'], 3, 2, 1), verified(1, 4))).toEqual([history])
    expect(next(records([4, 'Rollback to 1'], 3, 2, 1), verified(1, 3, 4))).toEqual([
      history,
      'k8sdeploy rollback --to 3',
    ])
  })
  it('takes the revision that was named, verified or not', () => {
    expect(chooseTarget(records(3, 2, 1), verified(1), 2)).toMatchObject({
      record: { revision: 2 },
      verifiedAt: undefined,
    })
  })
  it.each([
    ['a revision that helm no longer has', records(12, 11), verified(3), 3, /no revision 3/, ['12', '11']],
    ['the first revision', records(1), verified(1), undefined, /is the first/, undefined],
    ['what was never verified', records(3, 2), verified(), undefined, /no revision before 3/, undefined],
    [
      'what is a copy of the first',
      records([3, 'Rollback to 1'], 2, 1),
      verified(1, 3),
      undefined,
      /3 is a copy of revision 1, and no revision before 1/,
      undefined,
    ],
    ['what was never released', [], verified(), undefined, /nothing was released/, undefined],
  ])('refuses %s and says what to type', (_, releases, known, wanted, message, choices) => {
    try {
      chooseTarget(releases, known, wanted)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) })
      expect((error as { details: object }).details).toMatchObject(
        choices ? { choices } : { next: expect.any(Array) },
      )
    }
  })
})
