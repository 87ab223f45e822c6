import type { ComponentRole } from '../report.ts'
import type { FoundComponent } from './component.ts'
import type { Note } from './note.ts'
import { findMatches, linesOf, type ProjectFiles } from './project-files.ts'
import type { RoleFinding } from './rank-roles.ts'

/** The UI and the server in one: such a project is deployed as two components only when its server does without the UI. */
export function findBundleNotes(
  files: ProjectFiles,
  components: FoundComponent[],
  roles: Record<ComponentRole, RoleFinding>,
): Note[] {
  return [
    ...rootImage(files, components, roles),
    ...embedded(files),
    ...served(files),
    ...builtInto(files),
    ...quinoa(files),
    ...onePackage(files, components),
    ...onlyOne(components, roles),
  ]
}

const advice =
  'deploy the two as components of their own, which then need a Dockerfile each and a server that starts without the built UI'

/** A Dockerfile above both that builds both. */
function rootImage(
  { texts }: ProjectFiles,
  components: FoundComponent[],
  { frontend, backend }: Record<ComponentRole, RoleFinding>,
): Note[] {
  const text = texts.get('Dockerfile')
  const nested = [frontend.dir, backend.dir].filter((dir) => dir !== undefined && dir !== '.')
  if (text === undefined || frontend.dir === backend.dir || nested.length === 0) return []
  const lines = linesOf('Dockerfile', text)
  const line =
    lines.find(
      (it) =>
        /^COPY --from=/i.test(it.text) &&
        /\b(dist|build|out|public|static|wwwroot)\b/.test(it.text) &&
        [frontend.dir, 'frontend', 'client', 'web', 'ui'].some((dir) => dir && it.text.includes(dir)),
    ) ?? lines.find((it) => isBuilt.test(text) && it.text.startsWith(`COPY ${frontend.dir}`))
  if (!line || components.some(({ dir, dockerfile }) => dir === frontend.dir && dockerfile)) return []
  return [note('its image holds the UI and the server together', `Dockerfile:${line.line}`)]
}

const isBuilt = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?build\b/

const embedded = (files: ProjectFiles): Note[] =>
  findMatches(files, (path) => path.endsWith('.go'), /^var\s+\w+\s+embed\.FS/g)
    .filter((line) => {
      const above = (files.texts.get(line.path) ?? '').split('\n')[line.line - 2] ?? ''
      return /go:embed.*\b(dist|build|out|public|web|ui|frontend)\b/.test(above)
    })
    .slice(0, 1)
    .map((line) => note('the server holds the built UI inside', `${line.path}:${line.line}`))

const serving =
  /express\.static\([^)]*\b(?:client|frontend|front|web|ui)\b[^)]*\b(?:build|dist|out)\b|\bUseSpa(?:StaticFiles)?\(|MapFallbackToFile\(|StaticFiles\(\s*directory\s*=\s*[^)]*\b(?:dist|build|frontend|client)\b/g

const served = (files: ProjectFiles): Note[] =>
  findMatches(files, (path) => /\.(cs|py|[cm]?[jt]s)$/.test(path), serving)
    .slice(0, 1)
    .map((line) => note('the server hands out the built UI itself', `${line.path}:${line.line}`))

const outside =
  /^(?!\s*\/\/).*?\b(?:outDir|outputPath|assetsDir|BUILD_PATH)["']?\s*[:=]\s*["']?(\.\.\/[\w./-]*\b(?:static|public|wwwroot|resources|templates|dist|build|assets|priv)\b[\w./-]*)/g

/** A build tool that puts the pages where another folder's server finds them. */
const builtInto = (files: ProjectFiles): Note[] =>
  // Nx builds all of them into one folder above
  files.texts.has('nx.json')
    ? []
    : findMatches(files, (path) => /(\.config\.\w+|angular\.json|package\.json)$/.test(path), outside)
        .slice(0, 1)
        .map((line) =>
          note(
            `the UI is built into ${line.match[1]}, and handed out from there`,
            `${line.path}:${line.line}`,
          ),
        )

/** Quarkus builds the pages and hands them out. */
const quinoa = (files: ProjectFiles): Note[] =>
  findMatches(files, (path) => /(pom\.xml|build\.gradle(\.kts)?)$/.test(path), /quarkus-quinoa/g)
    .slice(0, 1)
    .map((line) => note('the server builds the UI and hands it out (Quinoa)', `${line.path}:${line.line}`))

const browserTools = ['vite', 'react-scripts', 'webpack', '@angular/core']

/** One manifest with a server and a browser's build tool. */
const onePackage = (files: ProjectFiles, components: FoundComponent[]): Note[] =>
  components.flatMap(({ dir, framework, language }) => {
    if (framework?.value.role !== 'backend') return []
    const isMixed = language?.value !== 'javascript'
    const path = dir === '.' ? 'package.json' : `${dir}/package.json`
    const line = linesOf(path, files.texts.get(path) ?? '').find(({ text }) =>
      browserTools.some((name) => new RegExp(`^\\s*"${name}"\\s*:`).test(text)),
    )
    const hasPage = components.some((it) => it.dir === dir && it.hasPage)
    return line && (hasPage || isMixed)
      ? [note(`${dir} holds the UI and the server in one package`, `${path}:${line.line}`)]
      : []
  })

const note = (message: string, source: string): Note => ({
  id: 'one-image',
  severity: 'warn',
  message,
  source,
  advice,
})

/** Half of what is deployed here is nowhere to be seen. */
function onlyOne(
  components: FoundComponent[],
  { frontend, backend }: Record<ComponentRole, RoleFinding>,
): Note[] {
  const [role, other] = frontend.candidates.length === 0 ? ['frontend', backend] : ['backend', frontend]
  if (frontend.candidates.length > 0 && backend.candidates.length > 0) return []
  const found = (other as RoleFinding).candidates[0]
  const looked = components.map(({ dir }) => dir)
  return [
    {
      id: 'no-component',
      severity: 'warn',
      message: found
        ? `only ${found.dir} was found: nothing here looks like a ${role}`
        : 'neither a frontend nor a backend was found',
      source:
        looked.length > 0 ? `looked in ${looked.slice(0, 6).join(', ')}` : 'no manifest, Dockerfile or page',
      advice: found
        ? `k8sdeploy deploys a frontend and a backend; if it lives elsewhere, name it with --${role}-dir`
        : 'k8sdeploy deploys a frontend, a backend and PostgreSQL; run it in the folder that holds them',
    },
  ]
}
