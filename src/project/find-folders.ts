import { type Folder, isBeside, type ProjectFiles } from './project-files.ts'

const marks =
  /(^|\/)(package\.json|deno\.jsonc?|requirements\.txt|pyproject\.toml|Pipfile|manage\.py|go\.mod|pom\.xml|build\.gradle(\.kts)?|Gemfile|composer\.json|Cargo\.toml|mix\.exs|[\w.-]+\.csproj|([Dd]ocker|Container)file|index\.html)$/
const deepest = 4
const beside =
  /(^|\/)(\.?docker|compose|containers?|deploy(ment)?|infra\w*|k8s|kubernetes|helm|ops|ci|nginx|postgres\w*|db|database|redis|monitoring)(\/|$)/

/** Folders with a manifest, a Dockerfile or a page; each file belongs to the nearest one above it. */
export function findFolders(files: ProjectFiles, apps: ReadonlySet<string> = new Set()): Folder[] {
  const marked = files.paths.filter(
    (path) => marks.test(path) && !isBeside(path) && path.split('/').length <= deepest,
  )
  const dirs = withoutPages([...new Set([...marked.map(folderOf), ...apps])].sort(), marked, apps)
  const ownerOf = (path: string) => dirs.filter((dir) => contains(dir, path)).sort(byLength)[0]
  const owners = new Map(files.paths.map((path) => [path, ownerOf(path)]))
  return dirs.map((dir) => ({
    dir,
    paths: files.paths.filter((path) => owners.get(path) === dir),
    texts: new Map([...files.texts].filter(([path]) => ownerOf(path) === dir)),
  }))
}

export const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')

const contains = (dir: string, path: string) => dir === '.' || path.startsWith(`${dir}/`)
const byLength = (one: string, other: string) => other.length - one.length

/** `public/index.html` is part of the component above it, not one of its own. */
const withoutPages = (dirs: string[], marked: string[], apps: ReadonlySet<string>) =>
  dirs.filter((dir) => {
    if (apps.has(dir)) return true
    const own = marked.filter((path) => folderOf(path) === dir)
    const onlyPage = own.every((path) => path.endsWith('index.html'))
    // what builds the image of a database, or of something elsewhere
    if (own.every((path) => /(^|\/)[Dd]ockerfile$/.test(path)) && beside.test(dir)) return false
    return !onlyPage || !dirs.some((other) => other !== dir && contains(other, `${dir}/`))
  })
