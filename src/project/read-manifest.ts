import { type Folder, linesOf, within } from './project-files.ts'
import { readDenoManifest } from './read-deno-manifest.ts'

export type Language = 'javascript' | 'python' | 'go' | 'java' | 'ruby' | 'php' | 'csharp' | 'rust' | 'elixir'

/** What a package manifest says, whatever the language. Lines count from 1. */
export type Manifest = {
  path: string
  language: Language
  name?: string
  dependencies: Map<string, number>
  scripts: Record<string, { command: string; line: number }>
  packageManager?: { value: string; line: number }
  isWorkspaceRoot: boolean
}

type Reader = { file: RegExp; language: Language; read(path: string, text: string): Partial<Manifest> }

/** A row per manifest; adding a language is a row here and rows in `frameworks.ts`. */
const readers: Reader[] = [
  { file: /^package\.json$/, language: 'javascript', read: readPackageJson },
  { file: /^deno\.jsonc?$/, language: 'javascript', read: readDenoManifest },
  {
    file: /^(requirements[\w.-]*|base|common|prod|production|main)\.txt$/,
    language: 'python',
    read: listed(/^\s*([A-Za-z0-9_.-]+)/),
  },
  {
    file: /^pyproject\.toml$/,
    language: 'python',
    read: readPyproject,
  },
  { file: /^Pipfile$/, language: 'python', read: listed(/^\s*"?([A-Za-z0-9_.-]+)"?\s*=/) },
  {
    file: /^go\.mod$/,
    language: 'go',
    // what another module needs says nothing about this one
    read: listed(/^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v(?!.*\/\/ indirect)/),
  },
  { file: /^pom\.xml$/, language: 'java', read: listed(/<artifactId>([^<]+)<\/artifactId>/) },
  {
    file: /^build\.gradle(\.kts)?$/,
    language: 'java',
    // what only tests need says nothing of the server
    read: listed(
      /^(?!\s*(?:test\w*|androidTest\w*|developmentOnly)\b).*?["']([\w.-]+(?::[\w.-]+)?)(?::[^"']+)?["']/,
    ),
  },
  { file: /^Gemfile$/, language: 'ruby', read: listed(/^\s*gem\s+["']([^"']+)/) },
  { file: /^composer\.json$/, language: 'php', read: listed(/"([\w.-]+\/[\w.-]+)"\s*:/) },
  { file: /^Cargo\.toml$/, language: 'rust', read: listed(/^\s*([\w-]+)(?:\.workspace)?\s*=/) },
  { file: /^mix\.exs$/, language: 'elixir', read: listed(/^\s*\{:(\w+),/) },
  { file: /\.csproj$/, language: 'csharp', read: listed(/(?:Sdk|Include)="([^"]+)"/) },
]

/** The manifests directly in a folder; several can live side by side. */
export function readManifests(folder: Folder): Manifest[] {
  return readers.flatMap(({ file, language, read }) =>
    [...folder.texts]
      .filter(([path]) => isDirect(folder.dir, path) && file.test(nameOf(path)))
      .map(([path, text]) => ({
        path,
        language,
        dependencies: new Map(),
        scripts: {},
        isWorkspaceRoot: false,
        ...read(path, text),
      })),
  )
}

/** Python's requirements may stand in a folder of that name. */
const isDirect = (dir: string, path: string) =>
  path === within(dir, nameOf(path)) || path === within(dir, `requirements/${nameOf(path)}`)

export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

function listed(pattern: RegExp) {
  return (path: string, text: string): Partial<Manifest> => {
    const rows = linesOf(path, text).flatMap(({ text: line, line: number }) => {
      const name = pattern.exec(line)?.[1]
      return name ? [[name.toLowerCase().replaceAll('_', '-'), number] as const] : []
    })
    return { dependencies: new Map(rows.reverse()) }
  }
}

const named = /^\s*["']?([A-Za-z0-9_.-]+)(?=["'\s]*(?:$|[=<>~!,;[\]"']))/
const inList = /["']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=~!;@][^"']*)?["']/g

/** One dependency on a line of its own, or all on one line. */
function readPyproject(path: string, text: string): Partial<Manifest> {
  const rows = linesOf(path, text).flatMap(({ text: line, line: number }) => {
    const isList = /^\s*[\w-]+\s*=\s*\[.*["']/.test(line)
    const names = isList
      ? [...line.matchAll(inList)].map((match) => match[1]!)
      : [named.exec(line)?.[1] ?? '']
    return names.filter(Boolean).map((name) => [name.toLowerCase().replaceAll('_', '-'), number] as const)
  })
  return {
    name: /^\[project\][^[]*?^name\s*=\s*["']([^"']+)/ms.exec(text)?.[1],
    dependencies: new Map(rows.reverse()),
    isWorkspaceRoot:
      /^\[tool\.uv\.workspace\]/m.test(text) && !/^dependencies\s*=\s*\[[^\]]*["']/m.test(text),
  }
}

type PackageJson = {
  name?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  packageManager?: string
  workspaces?: unknown
}

function readPackageJson(path: string, text: string): Partial<Manifest> {
  const json = parseObject(text) as PackageJson
  const lineOf = (key: string) =>
    linesOf(path, text).find((line) => line.text.includes(`"${key}"`))?.line ?? 1
  const dependencies = Object.keys({ ...json.devDependencies, ...json.dependencies })
  const scripts = Object.entries(json.scripts ?? {}).filter(([, command]) => typeof command === 'string')
  return {
    name: typeof json.name === 'string' ? json.name : undefined,
    dependencies: new Map(dependencies.map((name) => [name, lineOf(name)])),
    scripts: Object.fromEntries(scripts.map(([name, command]) => [name, { command, line: lineOf(name) }])),
    packageManager: json.packageManager
      ? { value: json.packageManager, line: lineOf('packageManager') }
      : undefined,
    isWorkspaceRoot: json.workspaces !== undefined,
  }
}

/** A manifest that does not parse says nothing; the build will tell. */
export function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
