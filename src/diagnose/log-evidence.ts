import type { Memory } from '../rollout/memory.ts'
import type { Finding } from '../rollout/verdicts/finding.ts'

const linesShown = 4

/** Where what went wrong stands in the log, and not in the API. */
const speaksInLog =
  /^(crash-loop|exits|init-failed|never-ready|wrong-port|loopback-only|dies-after-ready|cannot-start|probe-kill)$/

/** The last words of the container in trouble, masked when they were fetched. */
export const logEvidence = (memory: Memory, finding: Finding): string[] => {
  if (!speaksInLog.test(finding.class) || finding.object.kind !== 'Pod') return []
  const logs = [...(memory.logs.get(`${finding.object.name}/${finding.container}`)?.values() ?? [])]
  const last = logs.sort((a, b) => a.attempt - b.attempt).findLast((one) => one.lines.length > 0)
  const lines = last?.lines.filter((line) => line.trim() !== '').slice(-linesShown) ?? []
  return lines.map((line) => `log: ${line.trim().slice(0, 200)}`)
}
