import type { VerdictClass } from '../../report.ts'
import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { type DatabaseSignature, findDatabaseSignature } from './database-signature.ts'
import { countExits, lastExit } from './exits-of.ts'

type DatabaseClass = DatabaseSignature['class']

const headline: Record<DatabaseClass, string> = {
  'database-login': 'cannot log in to its database',
  'database-missing': 'connects, but its database does not exist',
  'database-host': 'cannot find its database’s host',
  'database-refused': 'gets no connection to its database',
  'database-tls': 'cannot agree on TLS with its database',
}

const hints: Record<DatabaseClass, string> = {
  'database-login': 'put the right user and password into DATABASE_URL, then: k8sdeploy up',
  'database-missing': 'create the database, or name an existing one in DATABASE_URL, then: k8sdeploy up',
  'database-host':
    'correct the host in DATABASE_URL (for Neon: copy it from the console), then: k8sdeploy up',
  'database-refused': 'check that the database runs and lets this cluster in, then: k8sdeploy up',
  'database-tls': 'use sslmode=require in DATABASE_URL (verify-full with the right CA), then: k8sdeploy up',
}

const why: Record<DatabaseClass, string> = {
  'database-login': 'a rejected login stays rejected until the credentials change',
  'database-missing': 'a database that does not exist is not created by waiting',
  'database-host': 'the name was asked for again and again, and does not resolve',
  'database-refused': 'a database that sleeps or starts may still answer: waited until the deadline',
  'database-tls': 'both sides answered and disagree; that is configuration',
}

const attemptsNeeded: Partial<Record<VerdictClass, number>> = { 'database-host': 3 }
const unreadyMs: Record<DatabaseClass, number> = {
  'database-login': 10_000,
  'database-missing': 10_000,
  'database-tls': 10_000,
  'database-host': 30_000,
  'database-refused': Number.POSITIVE_INFINITY,
}

/** How many runs of the container said the same. */
const runsWith = (subject: ContainerCase, signature: DatabaseSignature): number =>
  subject.logs.filter((log) => findDatabaseSignature(log.lines)?.class === signature.class).length

const isDefinitive = (subject: ContainerCase, signature: DatabaseSignature, seenFor: number): boolean => {
  if (signature.isTransient) return false
  const exits = Math.max(countExits(subject), runsWith(subject, signature))
  return exits >= (attemptsNeeded[signature.class] ?? 2) || seenFor >= unreadyMs[signature.class]
}

/** The database is the root, whatever its client does about it: crash, or never become ready. */
export const database: ContainerRule = (subject) => {
  const log = subject.logs.at(-1)
  if (!log || subject.container.ready) return undefined
  const signature = findDatabaseSignature(log.lines)
  if (!signature) return undefined
  const firstSeen = Math.min(...subject.logs.map((one) => one.firstAt), lastExit(subject)?.seenAt ?? log.at)
  const finding = containerFinding(subject, {
    class: signature.class,
    field: 'log',
    message: `${subject.scope.component.role} ${headline[signature.class]}: ${signature.line}`,
    hint: hints[signature.class],
    firstSeen,
    count: Math.max(1, runsWith(subject, signature)),
    confirmedBy: `log of ${subject.pod.name}/${subject.container.name}, line ${signature.lineNumber}${signature.code ? ` (SQLSTATE ${signature.code})` : ''}`,
    whyNotTransient: why[signature.class],
    isDefinitive: isDefinitive(subject, signature, subject.now - firstSeen),
  })
  return { ...finding, object: { ...finding.object, kind: 'Database', name: signature.host ?? 'database' } }
}

/** The log blames a database that may yet come up. */
export const isDatabaseAsleep = (subject: ContainerCase): boolean => {
  const lines = subject.logs.at(-1)?.lines
  return Boolean(lines && findDatabaseSignature(lines)?.isTransient)
}
