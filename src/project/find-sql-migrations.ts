import type { Migrations } from './find-migrations.ts'
import type { Sighting } from './finding.ts'
import type { Folder } from './project-files.ts'
import type { ComposeService } from './read-compose.ts'
import type { Manifest } from './read-manifest.ts'

/** By the word that the project's own files have for it. */
const tools: [word: RegExp, tool: string][] = [
  [/\bgoose\b/i, 'goose'],
  [/golang-migrate|migrate\/migrate\b/, 'golang-migrate'],
  [/\bdbmate\b/, 'dbmate'],
  [/\batlas\b/, 'Atlas'],
  [/\btern\b/, 'tern'],
  // a Go library of that name queries only
  [/(?<![\w/])sqlx\b/, 'sqlx'],
]

const migration = /(^|\/)migrations?\/(.*\/)?[\w.-]+\.sql$|\.up\.sql$/

/** SQL files, and the tool that seems to apply them; how it is run, nobody can tell from outside. */
export function findSqlMigrations(
  folder: Folder,
  manifests: Manifest[],
  services: ComposeService[],
): Sighting<Migrations>[] {
  const source = folder.paths.find((path) => migration.test(path))
  if (!source) return []
  const told = [...folder.texts]
    .filter(([path]) =>
      /(^|\/)((?:Docker|Container)file[\w.-]*|[\w.-]*compose[\w.-]*\.ya?ml|Makefile|Taskfile\.ya?ml)$/.test(
        path,
      ),
    )
    .map(([, text]) => text)
  const once = services.filter(({ name }) => /migrat/i.test(name))
  const composed = once.map(({ image = '', command }) => `${image} ${command?.text ?? ''}`)
  const words = [
    ...told,
    ...composed,
    ...manifests.flatMap(({ dependencies }) => [...dependencies.keys()]),
  ].join('\n')
  const named = tools.find(([word]) => word.test(words))?.[1]
  const isPair = /\.(up|down)\.sql$/.test(source)
  const tool = named ?? (isPair ? 'golang-migrate' : 'SQL files')
  return [{ value: { tool }, source, confidence: named ? 'certain' : 'likely' }]
}
