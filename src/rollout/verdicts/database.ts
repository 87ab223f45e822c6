import { type ContainerCase, type ContainerRule, containerFinding } from './cases.ts'
import { type DatabaseSignature, findDatabaseSignature } from './database-signature.ts'
import type { DatabaseClass } from './database-signs.ts'
import { countExits, lastExit, lastLines } from './exits-of.ts'
import { hasMovedOn } from './has-moved-on.ts'
import { isCalmLine } from './is-calm-line.ts'
import { isAnyJobAtWork } from './job-at-work.ts'
import { isSameHost } from './same-host.ts'

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
  'database-refused': 'its provider answered, and refuses until somebody changes a setting',
  'database-tls': 'both sides answered and disagree; that is configuration',
}
const whyWaited = 'a database that sleeps or starts may still answer: waited until the deadline'

type Patience = { runs: number; unreadyMs: number }
const usual: Patience = { runs: 2, unreadyMs: 5_000 }
/** It was refused once, and works on: whether that mattered shows in whether it becomes Ready. */
const forWorkers: Patience = { runs: 2, unreadyMs: 45_000 }
/** A name that was just made takes a while to spread. */
const forNames: Patience = { runs: 3, unreadyMs: 30_000 }
/** Some images start a database of their own beside the program. */
const forItself: Patience = { runs: 3, unreadyMs: 60_000 }

const databaseSignature = (subject: ContainerCase, lines: string[]): DatabaseSignature | undefined =>
  findDatabaseSignature(lines, subject.scope.component.database)

const logsLike = (subject: ContainerCase, signature: DatabaseSignature): ContainerCase['logs'] =>
  subject.logs.filter((log) => databaseSignature(subject, log.lines)?.class === signature.class)

/** A Service of this cluster without a ready pod behind it has no name yet. */
const isClusterName = (host: string): boolean =>
  host !== '' && (!host.includes('.') || /\.(svc|local|cluster|internal)\b/.test(host))

/** What its settings call the database, where they do; another name may be that of a peer it does without. */
const isOwnHost = (subject: ContainerCase, host: string): boolean => {
  const hosts = ownHosts(subject)
  return hosts.length === 0 || hosts.some((one) => isSameHost(host, one))
}

/** The hosts that its settings name. */
const ownHosts = ({ scope }: ContainerCase): string[] =>
  (scope.component.database ?? []).filter((place) => !place.startsWith(':'))

/** It would get its name with its first ready pod, but the API server says that it does not exist. */
const isAbsentService = (subject: ContainerCase, signature: DatabaseSignature): boolean => {
  const host = (signature.host ?? '').replace(/:\d+$/, '')
  return (
    signature.class === 'database-host' &&
    isClusterName(host) &&
    isOwnHost(subject, host) &&
    subject.memory.confirmed.get(`Service/${host}/`) === false
  )
}

/** Ends of this kind: those that nobody read a log of are taken to be, those that said something else are not. */
const countRuns = (subject: ContainerCase, signature: DatabaseSignature): number => {
  const alike = logsLike(subject, signature).length
  return Math.max(alike, countExits(subject) - (subject.logs.length - alike))
}

const isRunning = ({ container }: ContainerCase): boolean => container.run.type === 'running'

const patienceFor = (subject: ContainerCase, { lineNumber }: DatabaseSignature): Patience =>
  isRunning(subject) && hasMovedOn(lastLines(subject), lineNumber) ? forWorkers : usual

/** What a program that runs said a moment ago is looked at again before it counts. */
const isLatest = (subject: ContainerCase, signature: DatabaseSignature): boolean => {
  const log = subject.logs.at(-1)!
  const first = logsLike(subject, signature).at(-1)?.firstAt ?? log.at
  return !isRunning(subject) || log.at > first || subject.now - first >= 2 * usual.unreadyMs
}

/** Its own container, where nobody else could listen. */
const asksItself = ({ pod }: ContainerCase, { class: name, host = '' }: DatabaseSignature): boolean =>
  name === 'database-refused' &&
  /^(localhost|127\.\d+\.\d+\.\d+|::1)(:\d+)?$|^\//.test(host) &&
  pod.containers.filter(({ kind }) => kind !== 'init').length === 1

/** A Job makes the database, or the role, and has not done yet. */
const isStillMade = (subject: ContainerCase, { class: name }: DatabaseSignature): boolean =>
  /^database-(missing|login)$/.test(name) && isAnyJobAtWork(subject)

/** Who runs on, and told it without alarm, may have told of something else. */
const isTalk = (subject: ContainerCase, { lineNumber }: DatabaseSignature): boolean =>
  isRunning(subject) && isCalmLine(lastLines(subject)[lineNumber - 1] ?? '')

const isDefinitive = (subject: ContainerCase, signature: DatabaseSignature, seenFor: number): boolean => {
  if (asksItself(subject, signature))
    return countRuns(subject, signature) >= forItself.runs || seenFor >= forItself.unreadyMs
  if (isTalk(subject, signature) || (isRunning(subject) && signature.isGuessed)) return false
  if (isAbsentService(subject, signature))
    return !isRunning(subject) || !hasMovedOn(lastLines(subject), signature.lineNumber)
  if (signature.isTransient || isStillMade(subject, signature)) return false
  if (signature.class !== 'database-host') {
    const { runs, unreadyMs } = patienceFor(subject, signature)
    return countRuns(subject, signature) >= runs || (seenFor >= unreadyMs && isLatest(subject, signature))
  }
  if (isClusterName(signature.host ?? '')) return false
  return countRuns(subject, signature) >= forNames.runs || seenFor >= forNames.unreadyMs
}

const firstSeenOf = (subject: ContainerCase, signature: DatabaseSignature): number => {
  const alike = logsLike(subject, signature)
  const exit = alike.length === subject.logs.length ? lastExit(subject)?.seenAt : undefined
  return Math.min(...alike.map((one) => one.firstAt), exit ?? Number.POSITIVE_INFINITY)
}

const tell = (subject: ContainerCase, signature: DatabaseSignature) => {
  const { role } = subject.scope.component
  if (asksItself(subject, signature))
    return {
      message: `${role} looks for its database in its own container: ${signature.line}`,
      hint: `list the variable that it reads the database’s URL from under ${role}.secrets in k8sdeploy.yaml (is its value a URL, and not in quotes?), then: k8sdeploy up`,
      whyNotTransient: 'nothing else runs in this pod that could begin to listen there',
    }
  if (isAbsentService(subject, signature))
    return {
      message: `${role} ${headline[signature.class]}: ${signature.line}`,
      hint: `no Service of this namespace is called ${signature.host}: put the URL of the database that it is to use into DATABASE_URL (a compose file’s name means nothing here), then: k8sdeploy up`,
      whyNotTransient: 'asked the API server for a Service of this name: there is none',
    }
  return {
    message: `${role} ${signature.said ?? headline[signature.class]}: ${signature.line}`,
    hint: signature.hint ?? hints[signature.class],
    whyNotTransient: signature.why ?? (signature.isTransient ? whyWaited : why[signature.class]),
  }
}

/** The database is the root, whatever its client does about it: crash, or never become ready. */
export const database: ContainerRule = (subject) => {
  const log = subject.logs.at(-1)
  if (!log || subject.container.ready) return undefined
  const signature = databaseSignature(subject, log.lines)
  if (!signature) return undefined
  const firstSeen = firstSeenOf(subject, signature)
  const finding = containerFinding(subject, {
    class: signature.class,
    field: 'log',
    ...tell(subject, signature),
    firstSeen,
    count: logsLike(subject, signature).length,
    confirmedBy: `log of ${subject.pod.name}/${subject.container.name}, line ${signature.lineNumber}${signature.code ? ` (SQLSTATE ${signature.code})` : ''}`,
    isDefinitive: isDefinitive(subject, signature, subject.now - firstSeen),
  })
  const name = signature.host ?? ownHosts(subject)[0] ?? 'database'
  return { ...finding, object: { ...finding.object, kind: 'Database', name } }
}

/** The log blames a database that may yet come up. */
export const isDatabaseAsleep = (subject: ContainerCase): boolean => {
  const lines = subject.logs.at(-1)?.lines
  const signature = lines && databaseSignature(subject, lines)
  if (signature === undefined || asksItself(subject, signature)) return false
  if (isAbsentService(subject, signature)) return false
  return signature.isTransient || isClusterName(signature.host ?? '')
}
