import { migrationName } from '../chart/migration-job.ts'
import { DeployError } from '../errors.ts'
import type { Verdict, VerdictClass } from '../report.ts'
import type { MigrationProgress } from '../rollout/read-migration.ts'
import { findCauseLine } from '../rollout/verdicts/cause-line.ts'
import type { UpRun } from './up-run.ts'

type Unfortunate = Extract<MigrationProgress, { state: 'failed' | 'stuck' }>

const logLines = 60
const shownLines = 12

type Cause = { pattern: RegExp; class: VerdictClass; patienceMs: number; hint: string }

/** Why a pod cannot start: what is no fault of the migrations. Those that may pass get more time. */
const causes: Cause[] = [
  { pattern: /^InvalidImageName/, class: 'image-name-invalid', patienceMs: 0, hint: 'correct backend.image' },
  {
    pattern: /^ErrImageNeverPull/,
    class: 'image-never-pull',
    patienceMs: 0,
    hint: 'deliver the image to the node',
  },
  {
    pattern: /no match for platform/,
    class: 'image-platform',
    patienceMs: 10_000,
    hint: 'build for the node’s platform: images.platform',
  },
  {
    pattern: /denied|unauthorized|\b40[13]\b|authorization failed/i,
    class: 'image-denied',
    patienceMs: 12_000,
    hint: 'name a pull Secret in images.pullSecret',
  },
  {
    pattern: /(ImagePull|not found).*(not found|manifest unknown)/is,
    class: 'image-not-found',
    patienceMs: 12_000,
    hint: 'check the name and tag of the backend’s image',
  },
  {
    pattern: /ImagePull/,
    class: 'image-unreachable',
    patienceMs: 120_000,
    hint: 'check the way to the registry',
  },
  { pattern: /failed to sync/, class: 'config-missing', patienceMs: 120_000, hint: 'try again' },
  {
    pattern: /runAsNonRoot|non-numeric user/,
    class: 'run-as-root',
    patienceMs: 5000,
    hint: 'add a numeric USER to the backend’s Dockerfile',
  },
  {
    pattern: /^CreateContainerConfigError/,
    class: 'config-missing',
    patienceMs: 10_000,
    hint: 'create what is missing',
  },
  {
    pattern: /nodes are available/,
    class: 'unschedulable',
    patienceMs: 60_000,
    hint: 'lower backend.resources.requests in k8sdeploy.yaml, or free a node',
  },
]

const otherwise = { class: 'job-failed' as const, patienceMs: 30_000, hint: 'correct the migration' }

const causeOf = (why: string) => causes.find(({ pattern }) => pattern.test(why)) ?? otherwise

/** How long a pod that cannot start is waited for, by its reason. */
export const patienceWith = (why: string): number => causeOf(why).patienceMs

/** The tool's own words, as verdict and as error. */
export async function explainMigration(run: UpRun, progress: Unfortunate): Promise<DeployError> {
  const { config, namespace, world, report } = run
  const name = migrationName(config.name)
  const evidence = await fetchLog(run, progress)
  const message =
    progress.state === 'stuck'
      ? `the migrations cannot start: ${progress.why}`
      : `the migrations failed: ${findCauseLine(evidence) ?? progress.why}`
  const at = new Date(world.clock.now()).toISOString()
  report.verdict = verdictOf(progress, name, message, evidence, at)
  return new DeployError('ROLLOUT_FAILED', message, {
    evidence: evidence.slice(-shownLines),
    state: 'nothing of the release was changed: what ran before goes on',
    next: [
      progress.state === 'stuck'
        ? `kubectl describe pod ${progress.pod} -n ${namespace}`
        : `kubectl logs job/${name} -n ${namespace}`,
      'k8sdeploy up',
    ],
  })
}

async function fetchLog(
  { namespace, world, cluster, story }: UpRun,
  { state, pod }: Unfortunate,
): Promise<string[]> {
  if (!pod || state === 'stuck') return []
  const lines = await cluster
    .logs({ namespace, pod, container: 'migrate', tailLines: logLines, signal: world.signal })
    .catch((error: unknown) => {
      story.note(`the log of the migrations could not be read: ${String(error)}`, 'warn')
      return []
    })
  return lines.map((line) => world.secrets.mask(line)).filter((line) => line.trim() !== '')
}

function verdictOf(
  progress: Unfortunate,
  job: string,
  message: string,
  evidence: string[],
  at: string,
): Verdict {
  const isStuck = progress.state === 'stuck'
  const cause = isStuck ? causeOf(progress.why) : otherwise
  return {
    class: cause.class,
    object: {
      ...(isStuck ? { kind: 'Pod', name: progress.pod } : { kind: 'Job', name: job }),
      container: 'migrate',
      component: 'backend',
    },
    field: isStuck ? 'status.containerStatuses[0].state.waiting' : 'status.conditions',
    message,
    hint: `${cause.hint}, then: k8sdeploy up`,
    firstSeen: at,
    lastSeen: at,
    count: 1,
    whyNotTransient: isStuck
      ? 'it stayed the same while it was waited for'
      : 'the Job does not try again by itself: a half-done migration has to be looked at',
    effects: [],
    evidence: evidence.slice(-shownLines),
  }
}
