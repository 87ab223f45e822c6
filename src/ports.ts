/** What the world can do, in our words. Types only; `world.ts` wires the real ones, tests build small records. */
import type { VerdictClass } from './report.ts'
import type { RolloutEvent } from './rollout/event.ts'
import type { KubeObject, WatchedKind, WatchedKinds } from './rollout/kube.ts'
import type { Reporter } from './story.ts'

/** Paints words; the identity when there is no colour. Colour never carries meaning alone. */
export type Palette = Record<'good' | 'bad' | 'warn' | 'dim' | 'strong' | 'accent', (text: string) => string>

export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number
  /** Monotonic milliseconds, for durations. */
  monotonic(): number
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export type FileListing = { path: string; link?: string }[]
/** `mode` is the file's; `folderMode` that of the folders which are made for it. */
export type FileChange =
  | { path: string; content: string; mode?: number; folderMode?: number }
  | { path: string; remove: true }

/** Files of one project. Paths are relative to its root, `/`-separated; nothing outside it is ever written, links are not followed out. */
export type Files = {
  root: string
  /** With `most`, a file of more bytes reads as empty; without, one that no project's file should be is an error. */
  read(path: string, most?: number): Promise<string | undefined>
  /** What stands where `read` found no text, unless nothing does: "a folder". */
  whyAbsent(path: string): Promise<string | undefined>
  /** Files below the root that git would not ignore; never enters node_modules, .git or build outputs. */
  list(): Promise<FileListing>
  /** All or nothing per file (temporary file + rename); creates folders. */
  write(changes: FileChange[]): Promise<void>
}

export type Context = {
  name: string
  server: string
  namespace?: string
  /** Loopback server, or a private address of a provider that lives on this machine. */
  isLocal: boolean
  provider: string
  /** The command that logs its user in (`exec`), whoever uses the kubeconfig. */
  loginProgram?: string
  /** Minified kubeconfig, mode 0600, for child processes: `--kubeconfig PATH --kube-context NAME`. */
  kubeconfig: string
}

export type ObjectRef = { apiVersion: string; kind: string; namespace?: string; name: string }

export type ClusterVersion = { major: number; minor: number; gitVersion: string }

/** `time` as the node wrote it, to the nanosecond. Not `isWhole`: what stands after the last line break. */
export type LogLine = { time: string; text: string; isWhole: boolean }

export type PodAddress = { namespace: string; pod: string; port: number }

/** One cluster, one context. Errors are DeployError with CLUSTER_UNREACHABLE, FORBIDDEN or a plain message of the API's Status. */
export type Cluster = {
  context: Context
  version(signal?: AbortSignal): Promise<ClusterVersion>
  /** `withManagers`: also `metadata.managedFields`, who wrote which field. */
  get<T extends KubeObject>(
    ref: ObjectRef & { withManagers?: boolean },
    signal?: AbortSignal,
  ): Promise<T | undefined>
  list<K extends WatchedKind>(
    kind: K,
    namespace: string,
    options?: { labelSelector?: string; signal?: AbortSignal },
  ): Promise<WatchedKinds[K][]>
  /** Cluster-scoped or unwatched kinds (Node, Namespace, PersistentVolumeClaim, IngressClass …). */
  listAny(
    ref: {
      apiVersion: string
      kind: string
      namespace?: string
      labelSelector?: string
      /** Only their metadata: quick where the objects are large. */
      isOutline?: boolean
    },
    signal?: AbortSignal,
  ): Promise<KubeObject[]>
  /** Server-side apply as field manager `k8sdeploy`. `dryRun` asks the API server without changing anything. */
  apply<T extends KubeObject>(
    object: T,
    options?: { dryRun?: boolean; force?: boolean; signal?: AbortSignal },
  ): Promise<T>
  /** Undefined when an object of this name exists already. */
  create<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T | undefined>
  /** Writes over the version that was read (`resourceVersion`); undefined when it was changed or removed since. */
  replace<T extends KubeObject>(object: T, signal?: AbortSignal): Promise<T | undefined>
  /** Epoch milliseconds by the API server's clock, as its last answer told it. */
  now(): number
  /** True when there was something to delete. Foreground propagation unless told otherwise. */
  remove(
    ref: ObjectRef,
    options?: { propagation?: 'Background' | 'Foreground'; signal?: AbortSignal },
  ): Promise<boolean>
  /** LIST + WATCH of every kind in the namespace until the signal aborts; never throws for a lost connection (it says `lost`). */
  watch(namespace: string, kinds: readonly WatchedKind[], signal: AbortSignal): AsyncIterable<RolloutEvent>
  logs(options: {
    namespace: string
    pod: string
    container: string
    previous?: boolean
    tailLines?: number
    signal?: AbortSignal
  }): Promise<string[]>
  /**
   * A container's lines as they are written, oldest first, until its end or that of the connection; a connection that is
   * cut throws. None when it has not started yet or is gone.
   */
  logLines(options: {
    namespace: string
    pod: string
    container: string
    previous?: boolean
    follow?: boolean
    tailLines?: number
    /** Epoch milliseconds; the cluster looks at whole seconds. */
    since?: number
    signal: AbortSignal
  }): AsyncIterable<LogLine>
  /**
   * Listens on 127.0.0.1 and carries each connection into the pod that is chosen when it comes, or into the next one when
   * that does not answer. `ended` rejects when forwarding is not allowed.
   */
  forward(options: {
    /** A wish is for any other port too, when this one is taken. */
    localPort: { number: number; isWish: boolean }
    /** Waits for a pod; those that were tried are better avoided. Undefined when nobody waits any more. */
    choose(avoid: readonly string[], signal: AbortSignal): Promise<PodAddress | undefined>
    /** Told why a pod was not reached. */
    missed(why: string): void
    signal: AbortSignal
  }): Promise<{ port: number; ended: Promise<void> }>
  /** Which of these ports answer from inside the pod, loopback included; with `container`, also by what that one listens on. */
  knock(options: {
    namespace: string
    pod: string
    ports: readonly number[]
    container?: string
    signal?: AbortSignal
  }): Promise<number[]>
  canI(verb: string, resource: string, namespace: string, signal?: AbortSignal): Promise<boolean>
}

export type HelmVersion = { major: number; version: string; path: string }
export type HelmRelease = {
  revision: number
  status: string
  chart: string
  appVersion: string
  updated: string
  description?: string
}

export type Helm = {
  version(signal?: AbortSignal): Promise<HelmVersion>
  /** Problems as helm words them; empty when `helm lint --strict` passes. */
  lint(chart: string, values: object, signal?: AbortSignal): Promise<string[]>
  /** Rendered YAML, several documents. */
  template(options: {
    chart: string
    release: string
    namespace: string
    values: object
    kubeVersion?: string
    signal?: AbortSignal
  }): Promise<string>
  /** `upgrade --install` without waiting; values travel on stdin. First SIGINT lets helm record its state. */
  upgrade(options: {
    chart: string
    release: string
    namespace: string
    values: object
    /** How long helm waits for each hook of the chart. */
    hookSeconds: number
    /** Takes fields back that somebody else has changed; only helm 4 over a release of server-side apply knows such a thing. */
    forcesConflicts: boolean
    context: Context
    signal?: AbortSignal
  }): Promise<HelmRelease>
  /** It can't be stopped half-way. */
  uninstall(options: {
    release: string
    namespace: string
    context: Context
    signal?: AbortSignal
  }): Promise<void>
  /** Makes a new revision out of an old one, without waiting. It can't be stopped half-way. */
  rollback(options: {
    release: string
    namespace: string
    revision: number
    /** As for `upgrade`. */
    forcesConflicts: boolean
    context: Context
    signal?: AbortSignal
  }): Promise<void>
}

/** The release record as helm keeps it in the cluster (Secret `sh.helm.release.v1.NAME.vN`), decoded. */
export type ReleaseRecord = {
  name: string
  namespace: string
  revision: number
  status:
    | 'deployed'
    | 'failed'
    | 'superseded'
    | 'uninstalled'
    | 'uninstalling'
    | 'pending-install'
    | 'pending-upgrade'
    | 'pending-rollback'
    | 'unknown'
  updated: string
  description: string
  chart: { name: string; version: string; appVersion: string; values: Record<string, unknown> }
  /** What the user overrode (`helm get values`). */
  config: Record<string, unknown>
  manifest: string
  /** Written by server-side apply, as helm 4 does with a release that no helm 3 has begun. */
  isServerSide?: boolean
}

export type ImageBuild = {
  component: string
  context: string
  dockerfile: string
  args: Record<string, string>
  target?: string
  platform?: string
}

export type Engine = {
  name: 'docker' | 'podman' | 'nerdctl'
  version: string
  platform: string
  builder: 'classic' | 'buildkit'
}

export type Images = {
  /** Undefined when no engine answers; the reason is in `why`. */
  engine(signal?: AbortSignal): Promise<{ engine: Engine } | { engine: undefined; why: string }>
  /** Content hash of what the build reads, 12 hex digits: same content, same tag, on any machine. */
  contentTag(build: ImageBuild): Promise<string>
  /** Files of the build context that hold one of these values, or look like they give access to something. */
  secretFiles(build: ImageBuild, values: Record<string, string>): Promise<SecretFile[]>
  has(ref: string, signal?: AbortSignal): Promise<boolean>
  build(build: ImageBuild, ref: string, onLine: (line: string) => void, signal?: AbortSignal): Promise<void>
}

/** `path` is relative to the context; `secrets` are the names of the values that it holds. */
export type SecretFile = { path: string; secrets: string[]; looksLike?: string }

/** How images reach the nodes of this cluster; chosen from the provider table. */
export type Delivery = {
  provider: string
  /** One line for the plan: how each image will travel, and why. */
  how: string
  /** Full reference that the pods will use for a component's image. */
  reference(component: string, tag: string): string
  pullPolicy: 'IfNotPresent' | 'Always' | 'Never'
  needsEngine: boolean
  isPresent(ref: string, signal?: AbortSignal): Promise<boolean>
  /** Of these nodes, those that images do not reach this way. Absent where each node gets or pulls them by itself. */
  unreached?(nodes: string[], signal?: AbortSignal): Promise<string[]>
  deliver(image: DeliveredImage, onLine: (line: string) => void, signal?: AbortSignal): Promise<void>
}

export type DeliveredImage = { ref: string; dir: string; start: string[] | undefined; port: number }

export type Question = {
  id: string
  flag: string
  env: string
  kind: 'text' | 'number' | 'select' | 'confirm' | 'list' | 'password'
  message: string
  default?: string | number | boolean | string[]
  /** Where the default comes from, e.g. `backend/Dockerfile:14 EXPOSE`. */
  source?: string
  /** `key`: a letter that chooses at once. */
  choices?: { value: string; name: string; description?: string; key?: string }[]
  /** Esc (or `<` as a text) goes to the question before. */
  canGoBack?: boolean
  /** What is valid, in words. */
  valid: string
  secret?: boolean
  /** A message when the answer is not valid. */
  check(answer: string): string | undefined
}

/** `back` when the user asked to return to the question before. */
export type Answer = { answer: string } | { back: true }

export type Terminal = {
  /** stdin and stderr are terminals, it is not CI, and neither `--yes` nor `--no-input` was given. */
  canAsk: boolean
  /** stderr is a terminal that can redraw, and it is not CI. */
  isLive: boolean
  columns: number
  colour: boolean
  palette: Palette
  /** The answer: stdout. */
  print(text: string): void
  /** The answer for programs, and what is not ours to spell differently where a terminal has few signs. */
  data(text: string): void
  /** Resolves once the answer so far has left, so that a slow reader is not drowned. */
  caughtUp(): Promise<void>
  /** Colours for the answer that only tell things apart; none where stdout is not a screen. */
  tints: readonly ((text: string) => string)[]
  /** The story: stderr. */
  say(text: string): void
  /** False once a write found that nobody reads stdout any more: what only shows may end. */
  hasReader(): boolean
  /** Resolves when a reader of the answer has left without a write to tell it, where the machine shows that, or with the signal. */
  unread(signal: AbortSignal): Promise<void>
  ask(question: Question, signal?: AbortSignal): Promise<Answer>
  reporter(kind: 'live' | 'plain' | 'ndjson' | 'silent'): Reporter
}

/** Answers a URL check: `status` of the response, or why there was none. */
export type Web = {
  probe(
    url: string,
    options: { timeoutMs: number; host?: string; signal?: AbortSignal },
  ): Promise<{ status: number; milliseconds: number; contentType: string; body: string } | { failed: string }>
}

export type DatabaseStep = {
  step: 'parse' | 'dns' | 'tcp' | 'tls' | 'login' | 'query'
  ok: boolean
  detail: string
  milliseconds: number
}
export type DatabaseCheck = {
  ok: boolean
  host: string
  pooled: boolean
  steps: DatabaseStep[]
  class?: VerdictClass
  hint?: string
}

export type NeonBranch = {
  id: string
  project: string
  name: string
  /** The project's default, or protected: never deleted by us. */
  isKept: boolean
  /** The annotations that it was made with. */
  notes: Record<string, string>
}

/** Neon's own API: branches of a project, and the URLs of their databases. Each call waits for what it has begun. */
export type Neon = {
  /** Whether there is a key to ask with. */
  hasKey: boolean
  findBranch(project: string, name: string, signal?: AbortSignal): Promise<NeonBranch | undefined>
  createBranch(
    project: string,
    wanted: { name: string; parent?: string; notes: Record<string, string> },
    signal?: AbortSignal,
  ): Promise<NeonBranch>
  deleteBranch(branch: NeonBranch, signal?: AbortSignal): Promise<void>
  /** Both URLs of one database; protected in every sink. */
  fetchUrls(
    branch: NeonBranch,
    wanted: { database?: string; role?: string },
    signal?: AbortSignal,
  ): Promise<{ pooled: string; direct: string }>
}

/** What keeps values of secrets out of sight. Where the values come from is `workflows/collect-secrets.ts`. */
export type Secrets = {
  /** `data` for the Secret (base64, with the random key that makes the checksum unguessable) and the checksum for the pod template. Same values and same existing Secret: same checksum. */
  seal(
    values: Record<string, string>,
    existing?: KubeObject,
  ): { data: Record<string, string>; checksum: string }
  /** The checksum of a Secret as it is in the cluster, or of some of its values; undefined when it was not sealed by us. */
  checksumOf(existing: KubeObject, names?: string[]): string | undefined
  /** From now on this value is masked in everything that is printed. */
  conceal(value: string): void
  mask(text: string): string
  /** Tells which of these values a text gives away; what may be there by chance does not count. */
  finder(values: Record<string, string>): (text: string) => string[]
}

/** Who runs this command: a pid means something only on the machine that it is from. */
export type Runner = { name: string; pid: number; machine: string; isAlive(pid: number): boolean }

export type World = {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Version of Node that runs this. */
  node: string
  /** Aborted by the first SIGINT/SIGTERM; `reason` is the signal's name. */
  signal: AbortSignal
  clock: Clock
  runner: Runner
  terminal: Terminal
  web: Web
  /** Text of a file anywhere on this machine; `-`: of standard input. */
  readInput(path: string): Promise<string>
  /** Opens a page for the person in front of this machine. */
  browser(url: string): Promise<{ opened: true } | { failed: string }>
  helm: Helm
  images: Images
  files(root: string): Files
  /** The chart's template files as shipped, by path below `templates/`. */
  templates(): Promise<Record<string, string>>
  /** Decoded helm release records, newest revision first; undefined `release` lists every release of the namespace. */
  releases(cluster: Cluster, namespace: string, release?: string): Promise<ReleaseRecord[]>
  /** Records an interrupted revision as failed, as helm itself does when it is stopped; false when its record has changed since it was read. */
  markFailed(cluster: Cluster, record: ReleaseRecord): Promise<boolean>
  /** Resolves the context once and pins it; without a name the kubeconfig's current one. */
  context(options: { name?: string; kubeconfig?: string }): Promise<Context>
  /** Names of all contexts that a kubeconfig has. */
  contexts(kubeconfig: string | undefined): Promise<string[]>
  cluster(context: Context): Promise<Cluster>
  delivery(options: { context: Context; cluster: Cluster; config: DeliveryConfig }): Promise<Delivery>
  secrets: Secrets
  /** `tell` hears what it waits for, each time it asks again. */
  checkDatabase(
    url: string,
    options: { budgetMs: number; signal?: AbortSignal; tell?: (line: string) => void },
  ): Promise<DatabaseCheck>
  neon: Neon
  sandbox: SandboxControl
}

export type DeliveryConfig = {
  name: string
  registry?: string
  delivery: 'auto' | 'registry' | 'containerd' | 'none'
  socket?: string | string[]
  platform?: string
}

export type SandboxStatus = {
  running: boolean
  pid?: number
  server?: string
  kubeconfig: string
  context: string
  since?: string
  databaseUrl?: string
}

export type SandboxControl = {
  start(options: { demoDatabase: boolean; signal?: AbortSignal }): Promise<SandboxStatus>
  stop(): Promise<boolean>
  status(): Promise<SandboxStatus>
  fault(options: { component: string; fault: string }): Promise<void>
}
