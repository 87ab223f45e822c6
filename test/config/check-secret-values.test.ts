import { expect, it } from 'vitest'
import { checkSecretValues } from '../../src/config/check-secret-values.ts'

it.each([
  [{ A: 'hunter2\0' }, /A holds a NUL/],
  [{ B: 'fine', A: 'hunter2\uFFFD' }, /A is not UTF-8/],
  [{ A: 'hunter2'.repeat(160_000) }, /A is larger than the 1 MiB/],
  [{ A: 'hunter2'.repeat(80_000), B: 'x'.repeat(600_000) }, /A, B are together larger/],
])('%.30j cannot become a Secret, and the value is not told', (values, message) => {
  const fault = checkSecretValues(values as Record<string, string>)
  expect(fault?.message).toMatch(message)
  expect(JSON.stringify(fault)).not.toContain('hunter2')
})

it('takes everything else', () => {
  expect(checkSecretValues({ A: '', B: 'two\nlines\n', C: 'grüße 🎉' })).toBeUndefined()
})
