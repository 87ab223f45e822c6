import { packedShapes } from './packed-shapes.ts'
import { type SecretPattern, secretPattern } from './secret-pattern.ts'

export type Needles = {
  /** `packed`: also in base64 and in digits. */
  add(forms: string[], packed: boolean): void
  mask(text: string, by: string): string
}

/** Every way in which some texts may stand in another; the longest first, because shorter ones are parts of it. */
export function createNeedles(): Needles {
  const known = new Map<string, SecretPattern>()
  const packed = new Set<string>()
  let patterns: SecretPattern[] = []
  return {
    add(forms, isPacked) {
      for (const form of forms) if (!known.has(form)) known.set(form, secretPattern(form))
      for (const shape of isPacked ? forms.flatMap(packedShapes) : []) packed.add(shape)
      patterns = [...known].sort(([a], [b]) => b.length - a.length).map(([, pattern]) => pattern)
    },
    mask(text, by) {
      let masked = text
      for (const { anchor, replace } of patterns) if (masked.includes(anchor)) masked = replace(masked, by)
      for (const shape of packed) if (masked.includes(shape)) masked = masked.replaceAll(shape, by)
      return masked
    },
  }
}
