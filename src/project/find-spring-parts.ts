import type { DatabasePart } from './find-database-parts.ts'
import type { Note } from './note.ts'
import { at, type Folder, linesOf } from './project-files.ts'

const settings = /(^|\/)application\.(ya?ml|properties)$/
const key = /^\s*(?:spring\.datasource\.)?(url|username|password)\s*[:=]\s*["']?\$\{([A-Z][A-Z0-9_]*)/
const forms = { url: 'jdbc-url', username: 'user', password: 'password' } as const

/** The variables that Spring's own settings take the database from: a default of theirs would win over what the URL says. */
export function findSpringParts({ texts }: Folder): DatabasePart[] {
  const found = [...texts]
    .filter(([path]) => settings.test(path))
    .flatMap(([path, text]) => partsOf(path, text))
  const once = [...new Map(found.map((it) => [it.part, it])).values()]
  if (!once.some(({ part }) => part === 'jdbc-url')) return []
  const missing = (['user', 'password'] as const).filter((part) => !once.some((it) => it.part === part))
  return [
    ...once,
    ...missing.map((part) => ({
      variable: `SPRING_DATASOURCE_${part === 'user' ? 'USERNAME' : 'PASSWORD'}`,
      part,
      source: once[0]!.source,
    })),
  ]
}

/** Only what stands below `datasource`: others have a URL and a password too. */
function partsOf(path: string, text: string): DatabasePart[] {
  let depth = -1
  return linesOf(path, text).flatMap((line): DatabasePart[] => {
    const space = /^ */.exec(line.text)![0].length
    if (/^\s*datasource:\s*$/.test(line.text)) depth = space
    else if (depth >= 0 && line.text.trim() !== '' && space <= depth) depth = -1
    const match = key.exec(line.text)
    if (!match || (depth < 0 && !line.text.includes('spring.datasource.'))) return []
    return [{ variable: match[2]!, part: forms[match[1] as keyof typeof forms], source: at(line) }]
  })
}

/** PostgreSQL that only a profile knows is not what starts without it. */
export function findProfileNotes({ texts }: Folder): Note[] {
  const documents = [...texts].flatMap(([path, text]) => {
    const named = /application-(\w+)\.(?:ya?ml|properties)$/.exec(path)?.[1]
    if (!named && !settings.test(path)) return []
    return text.split(/^---\s*$/m).map((part) => ({
      path,
      profile: named ?? /on-profile:\s*["']?([\w-]+)/.exec(part)?.[1],
      isPostgres: part.includes('jdbc:postgresql:'),
      isOther: /jdbc:(?!postgresql)\w+:/.test(part),
    }))
  })
  const other = documents.find(({ profile, isOther }) => !profile && isOther)
  const wanted = documents.find(({ profile, isPostgres }) => profile && isPostgres)
  if (!other || !wanted) return []
  return [
    {
      id: 'spring-profile',
      severity: 'warn',
      message: `PostgreSQL is used in the profile ${wanted.profile} only; without it, another database is`,
      source: wanted.path,
      advice: `add SPRING_PROFILES_ACTIVE=${wanted.profile} to --backend-env`,
    },
  ]
}
