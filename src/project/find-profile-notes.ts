import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import type { Note } from './note.ts'
import type { Folder } from './project-files.ts'

const settings = /(^|\/)application\.(ya?ml|properties)$/
const chosen = /\bspring\.profiles\.active|\bprofiles:\s+active:|SPRING_PROFILES_ACTIVE/
/** An address that nothing outside is asked for, and one that a variable gives. */
const fixed = /\burl\s*[:=]\s*["']?jdbc:postgresql:[^\s$]*\s*$/m
const given = /\burl\s*[:=]\s*["']?(?:jdbc:postgresql:\S*)?\$\{/

/** A database that only a profile knows is not what starts without it. */
export function findProfileNotes({ texts }: Folder, image: Dockerfile | undefined): Note[] {
  const documents = [...texts].flatMap(([path, text]) => documentsOf(path, text))
  const own = documents.filter(({ profile }) => !profile)
  const isChosen =
    own.some(({ text }) => chosen.test(text)) || image?.last.some(({ rest }) => chosen.test(rest))
  if (isChosen) return []
  const wanted = (isMeant: (text: string) => boolean) =>
    documents
      .filter(({ profile, text }) => profile && isMeant(text))
      .sort((one, other) => Number(isForUse(other)) - Number(isForUse(one)))[0]
  const other = own.some(({ text }) => /jdbc:(?!postgresql)\w+:/.test(text))
  const postgres = other ? wanted((text) => text.includes('jdbc:postgresql:')) : undefined
  if (postgres) return [note(postgres, 'PostgreSQL is used', 'another database is')]
  const address = own.some(({ text }) => fixed.test(text)) ? wanted((text) => given.test(text)) : undefined
  return address ? [note(address, 'the database’s address is read', 'the one in the settings is used')] : []
}

type Document = { path: string; profile: string | undefined; text: string }

function documentsOf(path: string, whole: string): Document[] {
  const named = /application-(\w+)\.(?:ya?ml|properties)$/.exec(path)?.[1]
  if (!named && !settings.test(path)) return []
  return whole.split(/^(?:#\s?)?---\s*$/m).map((text) => ({
    path,
    profile: named ?? /on-profile\s*[:=]\s*["']?([\w-]+)/.exec(text)?.[1],
    text,
  }))
}

const isForUse = ({ profile }: Document) => /^prod/.test(profile!)

const note = ({ path, profile }: Document, what: string, instead: string): Note => ({
  id: 'spring-profile',
  severity: 'warn',
  message: `${what} in the profile ${profile} only; without it, ${instead}`,
  source: path,
  advice: `add SPRING_PROFILES_ACTIVE=${profile} to --backend-env`,
})
