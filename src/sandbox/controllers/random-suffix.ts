import { createHash, randomBytes } from 'node:crypto'

/** No vowels and nothing that looks alike, so that no name spells a word. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

const spell = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('')

export const randomSuffix = (): string => spell(randomBytes(5))

export const hashSuffix = (text: string, length: number): string =>
  spell(createHash('sha256').update(text).digest().subarray(0, length))
