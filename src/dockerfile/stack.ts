/** What an image is generated from. Paths are relative to the build context, `.` is the context itself. */
export type Stack = NodeStack | PythonStack | GoStack | JavaStack | RubyStack | DotnetStack

type AnyStack = {
  dir: string
  /** Where the container listens. */
  port: number
  /** Build-time variables (`VITE_API_URL` …), in the order of the Dockerfile's ARG lines. */
  buildArgs: string[]
}

export type NodeManager = 'npm' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun'

export type NodeStack = AnyStack & {
  language: 'javascript'
  /** Major version of Node. */
  version: string
  manager: NodeManager
  /** Exact, as `packageManager` has it; else the manager's usual one for such a lock file. */
  managerVersion?: string
  lock?: string
  /** What an install reads besides the lock: manifests, `.npmrc`, `pnpm-workspace.yaml`, a Prisma schema … */
  manifests: string[]
  /** The package's name, when its dependencies are installed at the root of a workspace. */
  workspace?: string
  usesTurbo: boolean
  usesPrisma: boolean
  /** Where its schema is, when that is another package of the workspace. */
  prismaDir?: string
  /** The start command is a tool that `prune` would remove, e.g. tsx. */
  needsDevDependencies: boolean
  /** The start command or the migrations call the package manager, or run on it: `bun src/index.ts`. */
  needsManager: boolean
  /** Its scripts, or what starts it, call bun, whoever installs its packages. */
  needsBun?: boolean
  /** A variable with which the build does without those that only the server is given. */
  skipsChecks?: string
  /** The script that builds it; absent when there is nothing to build. */
  build?: string
  serve: NodeServe
  next?: NextProxy
}

/** Next.js freezes rewrites into the build, so the build has to know where the backend will be. */
export type NextProxy = {
  /** Variables that the build reads the backend's URL from. */
  backendArgs: string[]
  backendUrl: string
  /** Name of the project's own settings, e.g. `next.config.ts`. */
  own?: string
  /** None: the project's own rewrites do it. */
  rules: ProxyRule[]
}

export type NodeServe =
  /** Exec form, run in the component's folder. `output`: the build's folder that needs nothing beside it. */
  | { kind: 'process'; command: string[]; output?: string }
  | { kind: 'next-standalone'; hasPublicFolder: boolean }
  /** Files for a web server. `proxy`: these paths go to the backend. */
  | { kind: 'static'; output: string; isSinglePage: boolean; proxy: ProxyRule[] }
  /** Files as they are in the repository: nothing is installed. */
  | { kind: 'plain'; output: string; isSinglePage: boolean; proxy: ProxyRule[] }

/** What a browser asks for below `path` comes from the backend's `to`: `/api/todos` with `to: '/'` is its `/todos`. */
export type ProxyRule = { path: string; to: string }

export type PythonStack = AnyStack & {
  language: 'python'
  /** Minor version of Python, e.g. `3.12`. */
  version: string
  manager: 'pip' | 'uv' | 'poetry' | 'pipenv'
  lock?: string
  manifests: string[]
  /** One of several projects of a workspace: those that it depends on are installed with it. */
  isMember?: true
  /** Servers that the project does not list, e.g. gunicorn for a Flask app. */
  extraPackages: string[]
  /** psycopg2, mysqlclient … have to be compiled. */
  needsCompiler: boolean
  /** psycopg without its binary takes PostgreSQL's library from the system. */
  needsLibpq: boolean
  collectsStatic: boolean
  command: string[]
}

export type GoStack = AnyStack & {
  language: 'go'
  /** Minor version of Go, e.g. `1.25`. */
  version: string
  hasSums: boolean
  /** The package with `func main`, e.g. `./cmd/server`. */
  main: string
  /** Folders that the program reads when it runs: templates, migrations … */
  assets: string[]
}

export type JavaStack = AnyStack & {
  language: 'java'
  /** Feature release of the JDK, e.g. `21`. */
  version: string
  manager: 'maven' | 'gradle'
  hasWrapper: boolean
  manifests: string[]
}

export type RubyStack = AnyStack & {
  language: 'ruby'
  version: string
  hasLock: boolean
  hasAssets: boolean
}

export type DotnetStack = AnyStack & {
  language: 'csharp'
  version: string
  /** Relative to the component's folder, e.g. `Shop.Api.csproj`. */
  projectFile: string
  /** What a restore reads, relative to the context; the project's own file among them. */
  manifests: string[]
}
