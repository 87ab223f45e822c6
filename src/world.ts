import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import { systemClock } from './host/clock.ts'
import { redactor } from './host/redact.ts'
import { thisRunner } from './host/runner.ts'
import { createSecrets } from './host/secrets.ts'
import { web } from './host/web.ts'
import type { Helm, Images, Neon, SandboxControl, Terminal, World } from './ports.ts'
import { liveReporter } from './terminal/live.ts'
import { ndjsonReporter } from './terminal/ndjson.ts'
import { palette, tints } from './terminal/palette.ts'
import { plainReporter } from './terminal/plain.ts'
import { silentReporter } from './terminal/silent.ts'
import { openStreams, type Streams } from './terminal/streams.ts'

export type WorldOptions = {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** False after `--yes` or `--no-input`. */
  canAsk: boolean
  /** False after `--no-color`. */
  colour: boolean
  quiet: boolean
  signal: AbortSignal
}

/** The real world. Each edge is loaded when it is first used: a command pays only for what it touches. */
export function realWorld(options: WorldOptions): World {
  const { env, cwd, signal } = options
  // every request listens to it, and many run at once
  setMaxListeners(0, signal)
  const images = lazyImages(options)
  return {
    env,
    cwd,
    node: process.versions.node,
    signal,
    clock: systemClock,
    get runner() {
      return thisRunner()
    },
    web,
    async readInput(path) {
      const { readInput } = await import('./host/read-input.ts')
      return readInput(path === '-' ? path : resolve(cwd, path), process.stdin)
    },
    async browser(url) {
      const { createBrowser } = await import('./host/browser.ts')
      return createBrowser(env)(url)
    },
    secrets: createSecrets(redactor),
    terminal: realTerminal(options),
    helm: lazyHelm(options),
    images,
    files: (root) => lazyFiles(root),
    templates: async () => (await import('./host/load-templates.ts')).loadTemplates(),
    async context(wanted) {
      const { resolveContext } = await import('./cluster/context.ts')
      const { recognise } = await import('./host/providers/providers.ts')
      return resolveContext({ ...wanted, env, recognise })
    },
    async contexts(kubeconfig) {
      const { kubeconfigPaths, loadKubeconfig } = await import('./cluster/kubeconfig.ts')
      const { contexts } = await loadKubeconfig(kubeconfigPaths(env, kubeconfig))
      return (contexts ?? []).map(({ name }) => name)
    },
    async cluster(context) {
      const { connect } = await import('./cluster/connect.ts')
      // a login program gets no secret of the project, and may need any other variable
      return connect({ context, clock: systemClock, env: withoutSecrets(env) })
    },
    async releases(cluster, namespace, release) {
      const { fetchReleases } = await import('./cluster/releases.ts')
      // also asked after Ctrl-C, to say what state helm left
      return fetchReleases(cluster, namespace, release)
    },
    async markFailed(cluster, record) {
      const { markFailed } = await import('./cluster/mark-failed.ts')
      return markFailed(cluster, record)
    },
    async delivery(needs) {
      const { chooseDelivery } = await import('./host/providers/providers.ts')
      return chooseDelivery({ ...needs, images, env, cwd })
    },
    async checkDatabase(url, limits) {
      redactor.conceal(url)
      const { checkDatabase } = await import('./host/database/check-database.ts')
      return checkDatabase(url, limits, systemClock)
    },
    neon: lazyNeon(options),
    sandbox: lazySandbox(options),
  }
}

const withoutSecrets = (env: WorldOptions['env']): WorldOptions['env'] =>
  Object.fromEntries(
    Object.entries(env).filter(([, value]) => value === undefined || redactor.mask(value) === value),
  )

function realTerminal(options: WorldOptions): Terminal {
  const { stdin, stdout, stderr } = process
  const streams = openStreams({
    stdin,
    stdout,
    stderr,
    env: options.env,
    canAsk: options.canAsk,
    colour: options.colour,
  })
  const colours = palette(streams.colour)
  const print = (text: string) => streams.print(redactor.mask(text))
  const data = (text: string) => streams.data(redactor.mask(text))
  const say = (text: string) => {
    if (!options.quiet) streams.say(redactor.mask(text))
  }
  return {
    canAsk: streams.canAsk,
    isLive: streams.isLive,
    get columns() {
      return streams.columns()
    },
    colour: streams.colour,
    palette: colours,
    print,
    data,
    say,
    hasReader: streams.hasReader,
    caughtUp: streams.caughtUp,
    async unread(signal) {
      const { watchReaders } = await import('./terminal/watch-readers.ts')
      const left = await watchReaders(stdout.fd)
      return left(signal)
    },
    tints: tints(streams.answerColour),
    async ask(question, signal) {
      const { ask } = await import('./terminal/ask.ts')
      return ask(question, { input: stdin, output: stderr, palette: colours, spell: streams.spell }, signal)
    },
    reporter: (kind) =>
      makeReporter(options.quiet && kind !== 'ndjson' ? 'silent' : kind, streams, { data, say }, colours),
  }
}

type Writers = Pick<Terminal, 'data' | 'say'>

function makeReporter(
  kind: Parameters<Terminal['reporter']>[0],
  streams: Streams,
  { data, say }: Writers,
  colours: Terminal['palette'],
): ReturnType<Terminal['reporter']> {
  if (kind === 'live')
    return liveReporter({ write: say, size: streams.size, palette: colours, spell: streams.spell })
  if (kind === 'plain')
    return plainReporter({
      write: say,
      columns: streams.columns(),
      palette: colours,
      isScreen: streams.isScreen,
    })
  if (kind === 'ndjson') return ndjsonReporter({ write: data, hasReader: streams.hasReader, warn: say })
  return silentReporter()
}

function lazyFiles(root: string): ReturnType<World['files']> {
  const files = async () => (await import('./host/files.ts')).projectFiles(root)
  return {
    root,
    read: async (path, most) => (await files()).read(path, most),
    whyAbsent: async (path) => (await files()).whyAbsent(path),
    list: async () => (await files()).list(),
    write: async (changes) => (await files()).write(changes),
  }
}

function lazyHelm({ env }: WorldOptions): Helm {
  const helm = once(async () => (await import('./host/helm.ts')).createHelm(env))
  return {
    version: async (signal) => (await helm()).version(signal),
    lint: async (chart, values, signal) => (await helm()).lint(chart, values, signal),
    template: async (options) => (await helm()).template(options),
    upgrade: async (options) => (await helm()).upgrade(options),
    uninstall: async (options) => (await helm()).uninstall(options),
    rollback: async (options) => (await helm()).rollback(options),
  }
}

function lazyImages({ env, cwd }: WorldOptions): Images {
  const images = once(async () => (await import('./host/images.ts')).createImages(env, cwd))
  return {
    engine: async (signal) => (await images()).engine(signal),
    contentTag: async (build) => (await images()).contentTag(build),
    secretFiles: async (build, values) => (await images()).secretFiles(build, values),
    has: async (ref, signal) => (await images()).has(ref, signal),
    build: async (build, ref, onLine, signal) => (await images()).build(build, ref, onLine, signal),
  }
}

function lazyNeon({ env }: WorldOptions): Neon {
  const key = env['NEON_API_KEY']?.trim() ?? ''
  redactor.conceal(key)
  const neon = once(async () =>
    (await import('./host/neon/neon.ts')).createNeon({
      key,
      base: env['K8SDEPLOY_NEON_URL'],
      clock: systemClock,
      conceal: redactor.conceal,
    }),
  )
  return {
    hasKey: key !== '',
    findBranch: async (...wanted) => (await neon()).findBranch(...wanted),
    createBranch: async (...wanted) => (await neon()).createBranch(...wanted),
    deleteBranch: async (...wanted) => (await neon()).deleteBranch(...wanted),
    fetchUrls: async (...wanted) => (await neon()).fetchUrls(...wanted),
  }
}

function lazySandbox({ env }: WorldOptions): SandboxControl {
  const control = once(async () =>
    (await import('./sandbox/control/sandbox-control.ts')).createSandboxControl(env),
  )
  return {
    start: async (options) => (await control()).start(options),
    stop: async () => (await control()).stop(),
    status: async () => (await control()).status(),
    fault: async (options) => (await control()).fault(options),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
