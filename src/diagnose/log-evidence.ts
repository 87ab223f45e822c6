import type { Verdict } from '../report.ts'
import type { Memory } from '../rollout/memory.ts'
import { isField, isNoise } from '../rollout/verdicts/cause-line.ts'

const linesShown = 4

/** Where what went wrong stands in the log, and not in the API. */
const speaksInLog =
  /^(crash-loop|exits|init-failed|never-ready|wrong-port|loopback-only|dies-after-ready|cannot-start|probe-kill)$/

const shapeOf = (line: string): string => line.replace(/\d+/g, '#')

/** A server writes down each probe that asks it; the last of its kind says as much as all. */
const withoutRepeats = (lines: string[]): string[] => {
  const shapes = lines.map(shapeOf)
  return lines.filter((_, index) => shapes.lastIndexOf(shapes[index]!) === index)
}

/** Of a stack and an error's fields nobody learns what happened. */
const lastWords = (lines: string[]): string[] => {
  const said = lines.filter((line) => line.trim() !== '')
  const telling = said.filter((line) => !isNoise(line) && !isField(line))
  return withoutRepeats(telling.length > 0 ? telling : said).slice(-linesShown)
}

/** The last words of the container in trouble, masked when they were fetched. */
export const logEvidence = (
  memory: Memory,
  { class: name, object }: Pick<Verdict, 'class' | 'object'>,
): string[] => {
  if (!speaksInLog.test(name) || object.kind !== 'Pod') return []
  const logs = [...(memory.logs.get(`${object.name}/${object.container}`)?.values() ?? [])]
  const last = logs.sort((a, b) => a.attempt - b.attempt).findLast((one) => one.lines.length > 0)
  return lastWords(last?.lines ?? []).map((line) => `log: ${line.trim().slice(0, 200)}`)
}

/** A rollout's verdict with what the doomed container said; the whole of it is kept on disk. */
export const withLog = (memory: Memory, verdict: Verdict | undefined): Verdict | undefined => {
  const said = verdict ? logEvidence(memory, verdict) : []
  return verdict && said.length > 0
    ? { ...verdict, evidence: [...(verdict.evidence ?? []), ...said] }
    : verdict
}
