import { folderOf } from './find-folders.ts'
import { type ProjectFiles, within } from './project-files.ts'
import { type Manifest, nameOf, parseObject } from './read-manifest.ts'

/** An Nx workspace can keep all dependencies in one manifest; an app is then known by its `project.json` alone. */
export function findNxApps({ paths, texts }: ProjectFiles): Set<string> {
  if (!paths.includes('nx.json')) return new Set()
  const apps = paths.filter((path) => {
    if (nameOf(path) !== 'project.json' || paths.includes(within(folderOf(path), 'package.json')))
      return false
    const { projectType } = parseObject(texts.get(path) ?? '') as { projectType?: unknown }
    return projectType === 'application' && !/-e2e\//.test(path)
  })
  return new Set(apps.map(folderOf))
}

const marks: [RegExp, string][] = [
  [/@nx\/angular|@angular-devkit\/|@nrwl\/angular|@angular\/build/, '@angular/core'],
  [/@nx\/next|@nrwl\/next/, 'next'],
  [/@nx\/vite|@nx\/react|@nrwl\/react|@nrwl\/vite/, 'vite'],
]

const readPackage = (text: string): object =>
  (parseObject(text) as { dependencies?: object }).dependencies ?? {}

/** What the app uses of the one manifest: by the tool that builds it, or by what its own source imports. */
export function nxManifest(
  dir: string,
  files: ProjectFiles,
  texts: ProjectFiles['texts'],
): Manifest | undefined {
  const path = within(dir, 'project.json')
  const text = files.texts.get(path) ?? ''
  const built = marks.filter(([pattern]) => pattern.test(text)).map(([, name]) => name)
  const sources = [...texts.values()].join('\n')
  const imported = [...sources.matchAll(/(?:from|require\()\s*["']((?:@[\w.-]+\/)?[\w.-]+)/g)].map(
    ([, name]) => name!,
  )
  const shared = Object.keys(readPackage(files.texts.get('package.json') ?? ''))
  // a driver is named in settings only, and browsers have none
  const drivers = sources.includes('NestFactory')
    ? shared.filter((it) => /^(pg|mysql2?|mongoose|mongodb|@nestjs\/core)$/.test(it))
    : []
  const dependencies = new Map([...new Set([...built, ...imported, ...drivers])].map((name) => [name, 1]))
  return {
    path,
    language: 'javascript',
    name: nameOf(dir),
    dependencies,
    scripts: {},
    isWorkspaceRoot: false,
  }
}
