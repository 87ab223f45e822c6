import type { FoundComponent } from './component.ts'
import { findImageNotes } from './find-image-notes.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches, isSource } from './project-files.ts'

/** What goes wrong by hand in such a folder, as far as its files show. */
export function findNotes(folder: Folder, component: FoundComponent): Note[] {
  return [
    ...browserVariables(component),
    ...fixedAddresses(folder),
    ...portConflicts(component),
    ...otherDatabase(component),
    ...findImageNotes(folder, component),
  ]
}

const browserVariables = ({ variables }: FoundComponent): Note[] =>
  variables
    .filter(({ audience }) => audience === 'browser')
    .map(({ name, source }) => ({
      id: 'browser-variable',
      severity: 'warn',
      message: `${name} is read by the browser and fixed when the image is built`,
      source,
      advice: 'give it as a build argument; an address in it must be one that a browser can reach',
    }))

const address = /["'`](?:https?:\/\/)(localhost|127\.0\.0\.1|[a-z][a-z0-9_-]*):(\d{2,5})[/"'`]/g
const isDevServer = (path: string) => /\.config\.\w+$/.test(path)
const isFallback = (text: string) => /(\?\?|\|\||getenv|environ|default)/i.test(text)

/** An address with a fallback in front of it can be set from outside, so it is no trouble. */
const fixedAddresses = (folder: Folder): Note[] =>
  findMatches(folder, (path) => isSource(path) && !isDevServer(path), address)
    .filter(({ text }) => !isFallback(text))
    .slice(0, 5)
    .map((line) => ({
      id: 'fixed-address',
      severity: 'warn',
      message: `${line.match[1]}:${line.match[2]} is written into the source`,
      source: at(line),
      advice: 'read it from an environment variable: the name differs inside a cluster',
    }))

function portConflicts({ port, dir }: FoundComponent): Note[] {
  if (!port || port.conflicts.length === 0) return []
  const others = port.conflicts.map(({ value, source }) => `${value} ← ${source}`).join(', ')
  return [
    {
      id: 'port-conflict',
      severity: 'warn',
      message: `${dir}: port ${port.value}, but also ${others}`,
      source: port.source,
      advice: 'check which one the image listens on',
    },
  ]
}

function otherDatabase({ database }: FoundComponent): Note[] {
  if (!database || database.value.kind === 'postgresql') return []
  return [
    {
      id: 'other-database',
      severity: 'warn',
      message: `${database.value.driver} is used; k8sdeploy connects PostgreSQL only`,
      source: database.source,
      advice: 'pass its address as a secret; it is deployed, but not checked',
    },
  ]
}
