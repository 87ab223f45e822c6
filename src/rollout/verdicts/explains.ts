import type { Memory } from '../memory.ts'
import type { Scope } from '../scope.ts'
import { findSchemaSignature } from './database-schema.ts'
import type { Finding } from './finding.ts'

/** Symptoms: each can follow from something else that is known. */
const symptoms = new Set([
  'crash-loop',
  'exits',
  'probe-kill',
  'never-ready',
  'init-failed',
  'dies-after-ready',
  'no-progress',
  'evicted',
  'job-failed',
  'no-endpoints',
])

export const isSymptom = (finding: Finding): boolean => symptoms.has(finding.class)

const saysPeerFailed = /\b50[234]\b|ECONNREFUSED|EAI_AGAIN|ENOTFOUND|upstream|bad gateway|connection refused/i

type Role = Finding['object']['component']

/** `mayCall`: who calls whom, where that is not the frontend and the backend of this product's own releases. */
export type Sight = {
  memory: Memory
  scopes: Scope[]
  mayCall?: (caller: Role, called: Role) => boolean
}

const usualCaller = (caller: Role): boolean => caller === 'frontend'

const scopeOf = ({ scopes }: Sight, finding: Finding): Scope | undefined =>
  scopes.find((scope) => scope.component.role === finding.object.component)

/** Who has no Service in front serves by running. */
export const isServing = ({ service, endpoints, newPods, oldPods }: Scope): boolean =>
  service || endpoints
    ? (endpoints?.some((one) => one.ready) ?? false)
    : [...newPods, ...oldPods].some((pod) => pod.ready)

/** All that an object said of itself: the finding's words and the log of its container. */
const words = ({ memory }: Sight, finding: Finding): string[] => {
  const logs = memory.logs.get(`${finding.object.name}/${finding.container}`)
  const lines = [...(logs?.values() ?? [])].flatMap((log) => log.lines)
  return [finding.message, finding.confirmedBy ?? '', ...lines]
}

/** A component that calls another one which nobody serves, and says so. */
const isClientOf = (sight: Sight, cause: Finding, effect: Finding): boolean => {
  const broken = scopeOf(sight, cause)
  const [caller, called] = [effect.object.component, cause.object.component]
  if (!broken || isServing(broken) || !(sight.mayCall ?? usualCaller)(caller, called)) return false
  const said = words(sight, effect).join('\n')
  return said.includes(broken.component.service) || saysPeerFailed.test(said)
}

const isDatabase = ({ class: name }: Finding): boolean => name.startsWith('database-')

/** A migration fails with its database, and what the tables are missing for fails with the migration. */
const isAboutTables = (sight: Sight, cause: Finding, effect: Finding): boolean =>
  (isDatabase(cause) && effect.class === 'job-failed') ||
  (cause.class === 'job-failed' && findSchemaSignature(words(sight, effect)) !== undefined)

/** What one pod waits for is no excuse for another; a database is everybody's. */
const isOfAnotherPod = (cause: Finding, effect: Finding): boolean =>
  cause.podUid !== undefined &&
  effect.podUid !== undefined &&
  cause.podUid !== effect.podUid &&
  !isDatabase(cause)

/** Whether `effect` would go away with `cause`, by evidence; two causes that merely coincide stay two. */
export const explains = (sight: Sight, cause: Finding, effect: Finding): boolean => {
  if (cause === effect || !isSymptom(effect) || cause.class === 'no-progress') return false
  if (isAboutTables(sight, cause, effect)) return true
  const isOne = cause.object.component === effect.object.component
  if (effect.class === 'no-progress' || effect.class === 'no-endpoints') return isOne
  if (isOne && isOfAnotherPod(cause, effect)) return false
  if (isOne) return !isSymptom(cause) || !effect.isDefinitive
  return isClientOf(sight, cause, effect)
}
