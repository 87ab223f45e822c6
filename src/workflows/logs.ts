import type { V1Pod } from '@kubernetes/client-node'
import type { LogsFlags } from '../commands/logs.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { DeployError, exitCodes } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import { containerRuns } from '../rollout/container-runs.ts'
import type { LogSpeaker } from '../views/view-log-line.ts'
import { concealSecrets } from './conceal-secrets.ts'
import { findPlace } from './find-place.ts'
import { followPods } from './follow-pods.ts'
import { logTeller } from './log-teller.ts'
import { readPast } from './read-past.ts'
import { belongsTo, nothingRuns, speakerOf, type Whose } from './release-pods.ts'

export type LogsNeeds = Pick<World, 'clock' | 'secrets' | 'terminal'> & {
  cluster: Cluster
  signal: AbortSignal
}

/** What the release's pods have said, in the order of time, and then what they say, until Ctrl-C or nobody reads it. */
export async function logs(
  component: string | undefined,
  flags: LogsFlags & GlobalOptions,
  world: World,
): Promise<number> {
  if (flags.output === 'yaml') throw noYaml()
  const { cluster, release, namespace } = await findPlace(flags, world, 'logs')
  const unread = new AbortController()
  const signal = AbortSignal.any([world.signal, unread.signal])
  const stop = () => unread.abort()
  void world.terminal.unread(signal).then(stop)
  try {
    await show({ release, namespace, component }, flags, { ...world, cluster, signal }, stop)
  } finally {
    stop()
  }
  return world.signal.aborted && !follows(flags) ? cancelled(world.signal) : 0
}

const follows = ({ follow, previous }: LogsFlags) => follow && previous !== true

async function show(
  whose: Whose,
  flags: LogsFlags & GlobalOptions,
  needs: LogsNeeds,
  stop: () => void,
): Promise<void> {
  const { cluster, signal, terminal } = needs
  const [pods] = await Promise.all([
    cluster.list('Pod', whose.namespace, { signal }),
    concealSecrets(cluster, whose.namespace, needs.secrets, signal),
  ])
  const own = pods.filter(belongsTo(whose))
  if (own.length === 0) throw nothingRuns(whose, pods)
  const teller = logTeller(flags, terminal, speakersIn(own), stop)
  const past = await readPast(own, flags, needs)
  if (past.containers === 0 && !follows(flags)) throw nothingSaid(own, flags)
  if (flags.previous && past.lines.length === 0) throw notKept()
  for (const { speaker, line } of past.lines) await teller.tell(speaker, line)
  if (follows(flags)) await followPods(past.begun, whose, teller, needs)
}

const speakersIn = (pods: V1Pod[]): LogSpeaker[] =>
  pods.flatMap((pod) => containerRuns(pod).map(({ container }) => speakerOf(pod, container)))

const cancelled = ({ reason }: AbortSignal): number =>
  reason === 'SIGTERM' || reason === 'SIGHUP' ? exitCodes.TERMINATED : exitCodes.CANCELLED

const noYaml = () =>
  new DeployError('USAGE', 'logs are text, or one JSON object for each line', {
    choices: ['text', 'json', 'ndjson'],
    next: ['k8sdeploy logs -o json'],
  })

const notKept = () =>
  new DeployError('RULE_NOT_MET', 'the nodes have not kept what the previous run said', {
    hint: 'a node keeps the log of a run for as long as it keeps its container; follow it to see the next one',
    next: ['k8sdeploy logs', 'k8sdeploy diagnose'],
  })

const nothingSaid = (pods: V1Pod[], { previous }: LogsFlags) =>
  new DeployError(
    'RULE_NOT_MET',
    previous ? 'no container has been restarted: there is no previous run' : 'no container has started yet',
    {
      evidence: pods.map(({ metadata, status }) => `${metadata?.name} is ${status?.phase ?? 'Pending'}`),
      next: previous ? ['k8sdeploy logs --no-follow'] : ['k8sdeploy diagnose', 'k8sdeploy logs'],
    },
  )
