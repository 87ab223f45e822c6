import type { OpenFlags } from '../commands/open.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import type { OpenReport } from '../report.ts'
import { viewUrls } from '../views/view-urls.ts'
import { findPlace } from './find-place.ts'
import { printDocument } from './print-document.ts'
import { findUrl, probeUrl } from './publish-urls.ts'
import { createReadyPods, portOf } from './ready-pods.ts'
import { belongsTo, nothingRuns } from './release-pods.ts'

type Visit = {
  component: 'frontend' | 'backend'
  release: string
  /** Where the release is the project's own. */
  config?: Config | undefined
  cluster: Cluster
  namespace: string
  flags: OpenFlags & GlobalOptions
  world: World
}
type Answered = Omit<OpenReport, 'schema' | 'code' | 'component'>

const publishedBudgetMs = 2000
const [probeMs, pauseMs] = [10_000, 500]

/** The app in the browser: at the URL that it publishes, or through a port of this machine for as long as this runs. */
export async function open(
  component: 'frontend' | 'backend',
  flags: OpenFlags & GlobalOptions,
  world: World,
): Promise<number> {
  const { release = '', ...place } = await findPlace(flags, world, 'open')
  const visit: Visit = { ...place, release, component, flags, world }
  const published = await findPublished(visit)
  if (published) await present(published, visit)
  else await forward(visit)
  return 0
}

/** The published URL, if it is a way to what was asked for and answers. */
async function findPublished({ component, config, cluster, namespace, flags, world }: Visit) {
  if (!config || component !== 'frontend' || flags.port !== undefined) return undefined
  const found = await findUrl(config, cluster, namespace, world.signal)
  if ('note' in found) return undefined
  const { url, status, milliseconds, note } = await probeUrl(
    found.url,
    publishedBudgetMs,
    world,
    world.signal,
  )
  if (status !== undefined && status < 500)
    return { url, through: 'published' as const, status, milliseconds: milliseconds ?? 0 }
  say(
    `${url} ${status ? `answers ${status}` : `does not answer: ${note}`}; going through the cluster’s API instead`,
    world,
  )
  return undefined
}

const say = (text: string, { terminal }: Pick<World, 'terminal'>): void =>
  terminal.say(`${terminal.palette.dim(`  ${text}`)}\n`)

async function forward(visit: Visit): Promise<void> {
  const { component, release, config, cluster, namespace, flags, world } = visit
  if (flags.sandbox) throw noForwarding()
  const whose = { release, namespace, component }
  const pods = await cluster.list('Pod', namespace, { signal: world.signal })
  const own = pods.filter(belongsTo(whose))
  if (own.length === 0) throw nothingRuns(whose, pods)
  const target = config?.[component].port ?? own.map((pod) => portOf(pod)).find((port) => port !== undefined)
  if (target === undefined) throw noPort(release, component)
  const stop = new AbortController()
  const signal = AbortSignal.any([world.signal, stop.signal])
  const note = (text: string) => say(text, world)
  const ready = createReadyPods(whose, own, target, { cluster, signal, note })
  const localPort = { number: flags.port ?? target, isWish: flags.port === undefined }
  let why = ''
  const missed = (text: string) => {
    why = `: ${text}`
  }
  const { port, ended } = await cluster.forward({ localPort, choose: ready.choose, missed, signal })
  const url = `http://127.0.0.1:${port}`
  if (flags.output === 'text') showUrl(url, visit)
  try {
    await Promise.all([ready.watch(), ended, presentOnceAnswered(url, () => why, visit, signal)])
  } finally {
    stop.abort()
  }
}

const noForwarding = () =>
  new DeployError('USAGE', 'the sandbox forwards no ports: only what it publishes can be opened', {
    hint: 'the frontend has a URL, and passes the API on to the backend',
    next: ['k8sdeploy open --sandbox', 'k8sdeploy logs --sandbox'],
  })

const noPort = (release: string, component: string) =>
  new DeployError('RULE_NOT_MET', `no container of ${release}'s ${component} declares a port`, {
    hint: 'run it in the project folder, whose k8sdeploy.yaml names the port, or name that folder with --cwd',
  })

function showUrl(url: string, { component, world: { terminal } }: Visit): void {
  const report = { component, url, answered: null, note: 'until Ctrl-C' }
  terminal.print(`${viewUrls([report], terminal.palette, terminal.columns).slice(1).join('\n')}\n`)
}

async function presentOnceAnswered(
  url: string,
  missed: () => string,
  visit: Visit,
  signal: AbortSignal,
): Promise<void> {
  const { web, clock } = visit.world
  let told = ''
  while (!signal.aborted) {
    const answer = await web.probe(url, { timeoutMs: probeMs, signal })
    if ('status' in answer && answer.status < 500) {
      const { status, milliseconds } = answer
      return present({ url, through: 'port-forward', status, milliseconds }, visit)
    }
    const why = 'status' in answer ? `it answers ${answer.status}` : `no pod that is ready answers${missed()}`
    if (why !== told && !signal.aborted) say(`waiting: ${why}; k8sdeploy diagnose says why`, visit.world)
    told = why
    await clock.sleep(pauseMs, signal)
  }
}

async function present(answered: Answered, visit: Visit): Promise<void> {
  const { component, flags, world } = visit
  const { terminal } = world
  const { url, status, milliseconds } = answered
  if (flags.output !== 'text')
    printDocument({ schema: 'k8sdeploy/open/1', code: 0, component, ...answered }, flags.output, terminal)
  else if (answered.through === 'published')
    terminal.print(
      `${viewUrls(
        [{ component, url, answered: true, status, milliseconds }],
        terminal.palette,
        terminal.columns,
      )
        .slice(1)
        .join('\n')}\n`,
    )
  else say(`answers ${status} in ${milliseconds} ms`, world)
  if (!flags.browser) return
  const outcome = await world.browser(url)
  if ('failed' in outcome) say(`no browser was opened: ${outcome.failed}`, world)
}
