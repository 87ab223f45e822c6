import type { Finding } from './finding.ts'

/** Of what several rules make of one object: what is certain, or else what the highest of them says. */
export const bestOf = (findings: (Finding | undefined)[]): Finding[] => {
  const found = findings.filter((one) => one !== undefined)
  const chosen = found.find((one) => one.isDefinitive) ?? found[0]
  return chosen ? [chosen] : []
}
