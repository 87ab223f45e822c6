import type { Note } from './note.ts'
import type { Folder } from './project-files.ts'

const settings = /(^|\/)application\.(ya?ml|properties)$/

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
