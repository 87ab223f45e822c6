import { type ContainerRule, containerFinding } from './cases.ts'
import { sqlState } from './database-signs.ts'
import { countExits, lastLines } from './exits-of.ts'
import { isAnyJobAtWork } from './job-at-work.ts'
import { tellingPart } from './telling-part.ts'

type SchemaSign = { pattern: RegExp; code: string; said: string; hint: string }

const migrate = 'run the migrations against this database, then: k8sdeploy up'

const signs: SchemaSign[] = [
  {
    pattern:
      /\b42P01\b|relation ["“']\S+["”'] does not exist|\bP2021\b|the table [`"']\S+[`"'] does not exist/i,
    code: '42P01',
    said: 'finds no such table in its database; its migrations did not run there',
    hint: migrate,
  },
  {
    pattern: /\b42703\b|column ["“']?\S+["”']? (of relation \S+ )?does not exist|\bP2022\b/i,
    code: '42703',
    said: 'finds no such column in its database; its migrations lag behind its code',
    hint: migrate,
  },
  {
    pattern: /\b3F000\b|schema ["“']\S+["”'] does not exist|no schema has been selected to create in/i,
    code: '3F000',
    said: 'finds no such schema in its database; its migrations did not run there',
    hint: migrate,
  },
  {
    pattern: /migrations are pending|PendingMigrationError|unapplied migration|pending migrations?\b/i,
    code: '42P01',
    said: 'finds its database’s migrations pending',
    hint: migrate,
  },
  {
    pattern: new RegExp(
      `${sqlState('42501')}|permission denied for (table|schema|relation|sequence|function|view)|must be owner of`,
      'i',
    ),
    code: '42501',
    said: 'may not use its own tables: its role lacks a privilege',
    hint: 'grant it to the role of DATABASE_URL (GRANT … ON … TO …), then: k8sdeploy up',
  },
  {
    pattern: new RegExp(`${sqlState('25006')}|cannot execute .* in a read-only transaction`, 'i'),
    code: '25006',
    said: 'may only read from its database',
    hint: 'DATABASE_URL leads to a replica, or to a database that is set to read only: name the primary, then: k8sdeploy up',
  },
  {
    pattern: new RegExp(`${sqlState('53100')}|could not extend file\\b|project size limit`, 'i'),
    code: '53100',
    said: 'cannot write, because its database is full',
    hint: 'free space in the database, or raise its limit at the provider, then: k8sdeploy up',
  },
  {
    pattern: /prepared statement ["“']?\S+["”']? (does not exist|already exists)|DuplicatePreparedStatement/i,
    code: '26000',
    said: 'prepares statements, which the pooler before its database does not keep',
    hint: 'use the direct host in DATABASE_URL, or switch prepared statements off in the driver (pgbouncer=true, statement_cache_size=0, prepareThreshold=0), then: k8sdeploy up',
  },
]

/** What migrations cannot mend, and may die of themselves. */
export const signsBesidesTables = signs.filter(({ hint }) => hint !== migrate)

export const findSchemaSignature = (
  lines: string[],
  among = signs,
): { sign: SchemaSign; line: string; lineNumber: number } | undefined => {
  for (const sign of among) {
    const index = lines.findLastIndex((line) => sign.pattern.test(line))
    if (index >= 0) return { sign, line: tellingPart(lines[index]!, sign.pattern), lineNumber: index + 1 }
  }
  return undefined
}

/** Another pod, or a Job, may be making the tables at this moment. */
const exitsNeeded = 3
const unreadyMs = 30_000

/** Logged in, and not at home: what the program misses in its database, whether it crashes or only is not ready. */
export const databaseSchema: ContainerRule = (subject) => {
  const log = subject.logs.at(-1)
  if (!log || subject.container.ready) return undefined
  const found = findSchemaSignature(lastLines(subject))
  if (!found) return undefined
  const { sign, line, lineNumber } = found
  const exits = countExits(subject)
  const symptom = exits > 0 ? 'crash-loop' : 'never-ready'
  const firstSeen = Math.min(...subject.logs.map((one) => one.firstAt))
  return containerFinding(subject, {
    class: subject.container.kind === 'init' ? 'init-failed' : symptom,
    field: 'log',
    message: `${subject.scope.component.role} ${sign.said}: ${line}`,
    hint: sign.hint,
    firstSeen,
    count: Math.max(1, exits),
    confirmedBy: `log of ${subject.pod.name}/${subject.container.name}, line ${lineNumber} (SQLSTATE ${sign.code})`,
    whyNotTransient: 'it asked again and got the same answer; tables and privileges do not come by waiting',
    isDefinitive: !isAnyJobAtWork(subject) && (exits >= exitsNeeded || subject.now - firstSeen >= unreadyMs),
  })
}
