import type { Memory } from '../memory.ts'
import type { ContainerFacts } from '../read-container.ts'
import type { JobFacts } from '../read-job.ts'
import type { PodFacts } from '../read-pod.ts'
import type { Component } from '../scope.ts'
import { cannotStart } from './cannot-start.ts'
import { type ContainerCase, type ContainerRule, containerCases, containerFinding } from './cases.ts'
import { findCauseLine } from './cause-line.ts'
import { database } from './database.ts'
import { findSchemaSignature, signsBesidesTables } from './database-schema.ts'
import { findDatabaseSignature } from './database-signature.ts'
import { evicted } from './evicted.ts'
import { lastLines } from './exits-of.ts'
import type { Finding } from './finding.ts'
import { hasMovedOn } from './has-moved-on.ts'
import { podOf, wordsMs, wordsOf, wordsShown } from './job-failed.ts'
import { mountRefused } from './mount-refused.ts'
import { outOfMemory } from './out-of-memory.ts'
import { rejected } from './rejected.ts'
import { caseOf } from './stuck-jobs.ts'

const once = 'the Job does not try again by itself: a half-done migration has to be looked at'

const outOfMemoryOnce: ContainerRule = (subject) => {
  const found = outOfMemory(subject)
  return found && { ...found, whyNotTransient: once }
}

/** The database's own no is what it died of; a silence that it lived through is not. */
const databaseEnd: ContainerRule = (subject) => {
  const lines = lastLines(subject)
  const signature = findDatabaseSignature(lines, subject.scope.component.database)
  const isPast = signature?.isTransient && hasMovedOn(lines, signature.lineNumber)
  const found = signature && !isPast ? database(subject) : undefined
  return found && signature?.isTransient ? { ...found, whyNotTransient: once } : found
}

/** Tables that are not there are its own affair; a privilege that it lacks is somebody else's. */
const schemaEnd: ContainerRule = (subject) => {
  const found = findSchemaSignature(lastLines(subject), signsBesidesTables)
  if (!found) return undefined
  const { sign, line, lineNumber } = found
  return containerFinding(subject, {
    class: 'job-failed',
    field: 'log',
    message: `${subject.scope.component.role} ${sign.said}: ${line}`,
    hint: sign.hint,
    confirmedBy: `log of ${subject.pod.name}/${subject.container.name}, line ${lineNumber} (SQLSTATE ${sign.code})`,
    whyNotTransient: once,
    isDefinitive: true,
  })
}

/** The command of a Job stands in k8sdeploy.yaml, and not in the Dockerfile. */
const jobCannotStart: ContainerRule = (subject) => {
  const found = cannotStart(subject)
  const isOwn = subject.container.kind === 'main' && /\bCMD\b/.test(found?.hint ?? '')
  const { role } = subject.scope.component
  const hint = `correct ${role}.migrate in k8sdeploy.yaml, or put what it calls into the ${role}’s image, then: k8sdeploy up`
  return found && isOwn ? { ...found, hint } : found
}

const rules: ContainerRule[] = [outOfMemoryOnce, mountRefused, jobCannotStart, databaseEnd, schemaEnd]

const hasFailed = ({ run }: ContainerFacts): boolean => run.type === 'terminated' && run.exitCode !== 0

const byContainer = (subject: ContainerCase): Finding => {
  const { container, scope } = subject
  const isInit = container.kind === 'init'
  const code = container.run.type === 'terminated' ? container.run.exitCode : '?'
  const said = findCauseLine(lastLines(subject)) ?? `exit code ${code}`
  return containerFinding(subject, {
    class: isInit ? 'init-failed' : 'job-failed',
    field: `${subject.path}.state.terminated`,
    message: `${scope.component.role} failed${isInit ? ` in init container ${container.name}` : ''}: ${said}`,
    hint: isInit
      ? `correct init container ${container.name} in the chart, then: k8sdeploy up`
      : 'correct the migration, then: k8sdeploy up',
    confirmedBy: `exit code ${code}`,
    whyNotTransient: once,
    isDefinitive: true,
  })
}

/** A pod that its node turned away or threw out, before its container had an end of its own. */
const byNode = (memory: Memory, pod: PodFacts, component: Component, now: number): Finding | undefined => {
  const { scope } = caseOf(memory, component, pod, now)
  return pod.reason ? (rejected({ memory, scope, now }) ?? evicted({ memory, scope, now })) : undefined
}

const byCondition = ({ name, failed }: JobFacts, component: Component, now: number): Finding => ({
  class: 'job-failed',
  object: { kind: 'Job', name, component: component.role },
  field: 'status.conditions[type=Failed]',
  message: `${component.role} failed: ${
    failed?.reason === 'DeadlineExceeded'
      ? 'it took longer than 30 minutes'
      : (failed?.message ?? failed?.reason ?? 'its Job was deleted meanwhile')
  }`,
  hint: `kubectl describe job ${name}`,
  firstSeen: failed?.since ?? now,
  lastSeen: now,
  count: 1,
  whyNotTransient: once,
  isDefinitive: true,
})

/** Who failed first: its init containers come before it, and a sidecar is ended with it. */
const findFailed = (subjects: ContainerCase[]): ContainerCase | undefined => {
  const failed = subjects.filter((one) => hasFailed(one.container))
  const ofKind = (kind: ContainerFacts['kind']) => failed.find(({ container }) => container.kind === kind)
  return ofKind('init') ?? ofKind('main')
}

const findEnd = (memory: Memory, job: JobFacts, component: Component, now: number): Finding => {
  const pod = podOf(memory, job)
  const subject = pod && findFailed(containerCases(caseOf(memory, component, pod, now)))
  if (!pod || job.failed?.reason === 'DeadlineExceeded') return byCondition(job, component, now)
  if (!subject) return byNode(memory, pod, component, now) ?? byCondition(job, component, now)
  return rules.map((rule) => rule(subject)).find((one) => one !== undefined) ?? byContainer(subject)
}

/** What the one attempt of a Job ended of; certain once its last words have been read, or nobody has any. */
export const endedJob = (memory: Memory, job: JobFacts, component: Component, now: number): Finding => {
  const words = wordsOf(memory, job)
  const endedAt = job.failed?.since ?? now
  return {
    ...findEnd(memory, job, component, now),
    firstSeen: endedAt,
    isDefinitive: words.length > 0 || now - endedAt >= wordsMs || memory.gone.has(job.uid),
    evidence: words.slice(-wordsShown),
  }
}
