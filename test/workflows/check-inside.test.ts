import { describe, expect, it } from 'vitest'
import { judge, readStep } from '../../src/workflows/check-inside.ts'

const dns = 'step dns ok 10.0.0.7'
const tcp = 'step tcp ok port 5432'
const tls = 'step tls ok TLSv1.3'

const rows: [lines: string[], message: string, hint: RegExp][] = [
  [['step dns failed ENOTFOUND'], 'dns failed', /VPN/],
  [[dns, 'step tcp failed ETIMEDOUT'], 'tcp failed', /allow list, a NetworkPolicy/],
  [['step dns ok 127.0.0.1', 'step tcp failed ECONNREFUSED'], 'tcp failed', /the pod itself/],
  [[dns, tcp, 'step tls failed ECONNRESET'], 'tls failed', /inspects TLS/],
  [[dns, tcp, tls, 'step answer failed 28000 no pg_hba.conf entry'], 'answer failed', /allow list/],
]

describe('what a pod was told', () => {
  it('is told when all went well', () =>
    expect(judge([dns, tcp, tls, 'step answer ok it asks for the password'].map(readStep))).toEqual({
      value: undefined,
      summary: 'from a pod: dns, tcp, tls, answer',
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
