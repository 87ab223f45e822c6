import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'
import { checksumKeyEntry, createSecrets } from '../../src/host/secrets.ts'

const secrets = createSecrets(createRedactor())
const asSecret = (data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'Secret', data })

describe('the checksum of a Secret', () => {
  const first = secrets.seal({ B: '2', A: '1' })

  it('stays while the values stay, and knows itself in the cluster', () => {
    const again = secrets.seal({ A: '1', B: '2' }, asSecret(first.data))
    expect(again.checksum).toBe(first.checksum)
    expect(again.data).toEqual(first.data)
    expect(secrets.checksumOf(asSecret(first.data))).toBe(first.checksum)
  })

  it('changes with a value, and cannot be guessed: another key gives another checksum', () => {
    expect(secrets.seal({ A: '1', B: '3' }, asSecret(first.data)).checksum).not.toBe(first.checksum)
    expect(secrets.seal({ A: '1', B: '2' }).checksum).not.toBe(first.checksum)
  })

  it('of some values changes with those alone', () => {
    const sealed = asSecret(first.data)
    const other = asSecret(secrets.seal({ A: '1', B: '3' }, sealed).data)
    expect(secrets.checksumOf(other, ['A'])).toBe(secrets.checksumOf(sealed, ['A']))
    expect(secrets.checksumOf(other, ['A', 'B'])).not.toBe(secrets.checksumOf(sealed, ['A', 'B']))
  })

  it('is unknown for a Secret that somebody else made', () => {
    expect(secrets.checksumOf(asSecret({ A: 'MQ==' }))).toBeUndefined()
  })

  it('keeps its key under a name that is no variable', () => {
    expect(Object.keys(first.data).sort()).toEqual(['A', 'B', checksumKeyEntry])
    expect(checksumKeyEntry).not.toMatch(/^[A-Za-z_]\w*$/)
  })
})
