import { applyPatch, structuredPatch } from 'diff'

/**
 * What both sides changed since they parted: `ours` is the file as somebody edited it, `theirs` what would be written
 * anew. Undefined when both changed the same lines.
 */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  if (base === theirs) return ours
  const merged = applyPatch(ours, structuredPatch('', '', base, theirs, '', '', { context: 2 }), {
    fuzzFactor: 0,
  })
  return merged === false ? undefined : merged
}
