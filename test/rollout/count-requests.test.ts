import { expect, it } from 'vitest'
import { countRequest, noRequests, type RequestCount } from '../../src/rollout/count-requests.ts'

/** Sent at, answered at, and why not when it failed. */
type Row = [sentAt: number, answeredAt: number, failed?: string]

const rows: { what: string; asked: Row[]; counted: Partial<RequestCount> }[] = [
  {
    what: 'nothing lost',
    asked: [
      [0, 5],
      [150, 190],
    ],
    counted: { sent: 2, failed: 0, longestGapMs: 0 },
  },
  {
    what: 'a gap lasts until the next answer',
    asked: [
      [0, 5],
      [150, 151, 'connection refused'],
      [300, 2300, 'no answer within 2 s'],
      [2300, 2310],
    ],
    counted: { sent: 4, failed: 2, longestGapMs: 2160, lastFailure: 'no answer within 2 s' },
  },
  {
    what: 'a gap that is still open lasts as long as was asked',
    asked: [
      [0, 5],
      [150, 160, '503'],
      [300, 310, '503'],
    ],
    counted: { sent: 3, failed: 2, longestGapMs: 160, lastFailure: '503' },
  },
  {
    what: 'of two gaps the longest',
    asked: [
      [0, 5, '503'],
      [150, 160],
      [300, 310, '502'],
      [450, 460, '502'],
      [600, 610],
    ],
    counted: { sent: 5, failed: 3, longestGapMs: 310, lastFailure: '502' },
  },
]

it.each(rows)('$what', ({ asked, counted }) => {
  const answers = asked.map(([sentAt, answeredAt, failed]) => ({ sentAt, answeredAt, failed }))
  expect(answers.reduce(countRequest, noRequests)).toMatchObject(counted)
})
