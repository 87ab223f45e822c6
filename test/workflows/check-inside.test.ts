import { describe, expect, it } from 'vitest'
import { judge, readStep, whyNotAsked } from '../../src/workflows/check-inside.ts'

const dns = 'step dns ok 10.0.0.7'
const tcp = 'step tcp ok port 5432'
const tls = 'step tls ok TLSv1.3'

const rows: [lines: string[], message: string, hint: RegExp][] = [
  [['step dns failed ENOTFOUND'], 'dns failed', /VPN/],
  [[dns, 'step tcp failed ETIMEDOUT'], 'tcp failed', /allow list, a NetworkPolicy/],
  [['step dns ok 127.0.0.1', 'step tcp failed ECONNREFUSED'], 'tcp failed', /the pod itself/],
  [[dns, tcp, 'step tls failed ECONNRESET'], 'tls failed', /inspects TLS/],
  [[dns, tcp, tls, 'step login failed 28000 no pg_hba.conf entry'], 'login failed', /allow list/],
  [[dns, tcp, tls, 'step login failed 53300 too many clients already'], 'login failed', /no connection left/],
]

describe('what a pod was told', () => {
  it('is told when all went well', () =>
    expect(judge([dns, tcp, tls, 'step login ok as u', 'step query ok select 1'].map(readStep))).toEqual({
      value: undefined,
      summary: 'from a pod: dns, tcp, tls, login, query',
    }))

  it.each(rows)('%j', (lines, message, hint) =>
    expect(() => judge(lines.map(readStep))).toThrow(
      expect.objectContaining({
        code: 'DATABASE_UNREACHABLE',
        message: `pods do not reach the database: ${message}`,
        details: expect.objectContaining({ hint: expect.stringMatching(hint) }),
      }),
    ),
  )
})

it.each([
  [77, /neither node nor python/],
  [128, /no shell/],
  [1, undefined],
])('an image whose pod ends with %i', (code, why) => {
  if (why) expect(whyNotAsked(code)).toMatch(why)
  else expect(whyNotAsked(code)).toBeUndefined()
})
