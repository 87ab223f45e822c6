import { type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import { bracesAround } from './braces-around.ts'
import type { FoundComponent } from './component.ts'
import { folderOf } from './find-folders.ts'
import type { Sighting } from './finding.ts'
import type { Note } from './note.ts'
import { at, type Folder, findMatches } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

const path = '["\'`](\\/[\\w./-]*\\w\\/?)["\'`]'
/** `command === 'build' ? '/shop/' : '/'` builds for it too; what another variable chooses is for somebody else. */
const whenBuilt = '(?:[^,?\\n]*(?:["\'](?:build|production)["\']|\\bisProd\\w*)\\s*\\?\\s*)?'

type Row = {
  file: RegExp
  says: RegExp
  /** Of what stands in the same braces. */
  among?: RegExp
  /** Its own server answers unless, or only if, its settings or manifest say so. */
  serves?: (settings: string) => boolean
}

/** Where a framework is told the path that its pages stand below, and when a server of its own answers there only. */
const rows: Record<string, Row> = {
  'Next.js': {
    file: /^next\.config\.\w+$/,
    says: new RegExp(`\\bbasePath\\s*:\\s*${whenBuilt}${path}`, 'g'),
    serves: (settings) => !/\boutput\s*:\s*["']export["']/.test(settings),
  },
  Nuxt: {
    file: /^nuxt\.config\.\w+$/,
    says: new RegExp(`\\bbaseURL\\s*:\\s*${whenBuilt}${path}`, 'g'),
    among: /\bapp\s*:\s*\{[^{]*$/,
    serves: () => true,
  },
  SvelteKit: {
    file: /^svelte\.config\.\w+$/,
    says: new RegExp(`\\bbase\\s*:\\s*${whenBuilt}${path}`, 'g'),
    serves: (settings) => !settings.includes('adapter-static'),
  },
  'React Router': {
    file: /^react-router\.config\.\w+$/,
    says: new RegExp(`\\bbasename\\s*:\\s*${whenBuilt}${path}`, 'g'),
    serves: (settings) => !/\bssr\s*:\s*false/.test(settings),
  },
  Astro: {
    file: /^astro\.config\.\w+$/,
    says: new RegExp(`^\\s*(?:.*\\()?\\{?\\s*base\\s*:\\s*${whenBuilt}${path}`, 'g'),
    serves: (settings) => settings.includes('@astrojs/node'),
  },
  Vite: {
    file: /^vite\.config\.\w+$/,
    says: new RegExp(`\\bbase\\s*:\\s*${whenBuilt}${path}`, 'g'),
  },
  'Vue CLI': {
    file: /^vue\.config\.\w+$/,
    says: new RegExp(`\\bpublicPath\\s*:\\s*${whenBuilt}${path}`, 'g'),
  },
  'Create React App': {
    file: /^package\.json$/,
    says: /"homepage"\s*:\s*"(?:https?:\/\/[^/"]+)?(\/[\w./-]*\w\/?)"/g,
  },
}

export function findBasePath(folder: Folder, framework: string | undefined): Sighting<string> | undefined {
  const row = rows[framework ?? '']
  if (!row) return undefined
  const [line] = findMatches(folder, (one) => isDirectly(folder, one, row.file), row.says).filter(
    (it) => row.among?.test(bracesAround(it, folder)) !== false,
  )
  return line && { value: line.match[1]!, source: at(line), confidence: 'likely' }
}

/** A server of the framework's, or its preview, which answers below the path and nowhere else. */
export function findServedPath(
  folder: Folder,
  framework: string | undefined,
  dockerfile: Dockerfile | undefined,
): Sighting<string> | undefined {
  const found = findBasePath(folder, framework)
  if (!found || !(isServer(folder, framework) || isPreview(dockerfile))) return undefined
  return framework === 'Next.js' ? found : { ...found, value: `${found.value.replace(/\/$/, '')}/` }
}

const isDirectly = ({ dir }: Folder, one: string, file: RegExp): boolean =>
  folderOf(one) === dir && file.test(nameOf(one))

function isServer(folder: Folder, framework: string | undefined): boolean {
  const row = rows[framework ?? '']
  const settings = [...folder.texts]
    .filter(
      ([one]) => isDirectly(folder, one, /^package\.json$/) || (row && isDirectly(folder, one, row.file)),
    )
    .map(([, text]) => text)
  return row?.serves?.(settings.join('\n')) ?? false
}

const isPreview = (dockerfile: Dockerfile | undefined): boolean =>
  dockerfile !== undefined && /\bpreview\b/.test(findLast(dockerfile, 'CMD')?.rest ?? '')

/** Files that are asked for below a path which nobody serves, or a page that is not found where it is looked for. */
export function basePathNotes(folder: Folder, { framework, image }: FoundComponent): Note[] {
  const name = framework?.value.name
  const found = findBasePath(folder, name)
  if (!found) return []
  if (findServedPath(folder, name, image))
    return [
      {
        id: 'base-path',
        severity: 'info',
        message: `its pages are found below ${found.value}, and nothing at /`,
        source: found.source,
        advice: `open the address with ${found.value} behind it`,
      },
    ]
  if (image) return []
  return [
    {
      id: 'base-path',
      severity: 'warn',
      message: `its pages look for their files below ${found.value}, and the generated image serves them at /`,
      source: found.source,
      advice: `let it say / for this image: what is opened stays blank otherwise`,
    },
  ]
}
