import type { Finding } from '../rollout/verdicts/finding.ts'

const longEnoughMs = 120_000

/** What a rollout gives time, because it may come right: here it has had that time. */
const sentences: { pattern: RegExp; tell(minutes: number): string }[] = [
  {
    pattern: /^database-(refused|host)$/,
    tell: (minutes) => `it has not answered for ${minutes} min, longer than a database takes to wake`,
  },
  {
    pattern: /^unschedulable$/,
    tell: (minutes) => `it has waited for ${minutes} min, and no room came free and no node came`,
  },
  { pattern: /^node-lost$/, tell: (minutes) => `nobody has heard of the node for ${minutes} min` },
]

export const sharpen = (finding: Finding, now: number): Finding => {
  const forMs = now - finding.firstSeen
  const sentence = sentences.find(({ pattern }) => pattern.test(finding.class))
  if (!sentence || finding.isDefinitive || forMs < longEnoughMs) return finding
  return { ...finding, isDefinitive: true, whyNotTransient: sentence.tell(Math.round(forMs / 60_000)) }
}
