import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CliOptions } from './cli.ts'
import { describePoint, type KillPoint, killAt } from './kill.ts'
import { fetchObjects, fetchReleases } from './kubectl.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project } from './project.ts'

const projects: Project[] = []
afterAll(() => Promise.all(projects.map((project) => project.remove())))

const phases = ['checks', 'lint', 'diff', 'images', 'deliver', 'secret', 'release', 'rollout', 'verify']
const edges = ['started', 'ended'] as const
const everywhere = (signal: NodeJS.Signals, where = phases): KillPoint[] =>
  where.flatMap((phase) => edges.map((edge) => ({ phase, edge, signal })))
/** helm takes about a second. */
const inHelm = (signal: NodeJS.Signals, victims: KillPoint['victims'], ...moments: number[]): KillPoint[] =>
  moments.map((afterMs) => ({ phase: 'release', edge: 'started', signal, victims, afterMs }))

const duringUpgrade: KillPoint[] = [
  ...everywhere('SIGKILL'),
  ...everywhere('SIGTERM', ['secret', 'release', 'rollout']),
  ...everywhere('SIGINT', ['release', 'verify']),
  ...everywhere('SIGHUP', ['release']),
  ...inHelm('SIGKILL', 'us', 100, 300, 500),
  ...inHelm('SIGKILL', 'all', 150, 300, 450, 600),
  ...inHelm('SIGKILL', 'children', 200, 400),
  ...inHelm('SIGTERM', 'us', 200, 400),
]
const duringInstall: KillPoint[] = [
  ...everywhere('SIGKILL', ['secret', 'release', 'rollout']),
  ...everywhere('SIGTERM', ['release']),
  ...inHelm('SIGKILL', 'all', 200, 400),
  ...inHelm('SIGKILL', 'us', 300),
]

/** docker, the delivery and the migrations each take a second or more; nothing of the release has changed before them. */
const beforeRelease: KillPoint[] = [
  { phase: 'images', edge: 'started', signal: 'SIGKILL', victims: 'all', afterMs: 900 },
  { phase: 'images', edge: 'started', signal: 'SIGINT', afterMs: 600 },
  { phase: 'deliver', edge: 'started', signal: 'SIGKILL', victims: 'all', afterMs: 300 },
  { phase: 'migrate', edge: 'started', signal: 'SIGKILL', afterMs: 700 },
  { phase: 'migrate', edge: 'started', signal: 'SIGINT', afterMs: 700 },
]

const share = (points: KillPoint[], lanes: number): KillPoint[][] =>
  Array.from({ length: lanes }, (_, lane) => points.filter((_, index) => index % lanes === lane))

const setup = (lane: number) =>
  ({ delivery: 'containerd', helm: lane % 2 === 0 ? 4 : 3, builder: 'classic' }) as const

async function newProject(lane: number): Promise<Project> {
  const project = await copyExample(setup(lane))
  projects.push(project)
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    toBehave(config)
    config.rollout = { timeoutSeconds: 120, soakSeconds: 1, onFailure: 'keep' }
  })
  return project
}

const longestMs = 90_000

/** A run that does not end is ended, so that it can be told which one it was. */
function endHanging(tell: NonNullable<CliOptions['onEvent']> = () => undefined): CliOptions['onEvent'] {
  let isWatched = false
  return (event, child) => {
    if (!isWatched) setTimeout(() => child.kill('SIGABRT'), longestMs).unref()
    isWatched = true
    tell(event, child)
  }
}

/** Kills a run; whatever that leaves, the next one has to put right. Answers what it did not. */
async function killAndConverge(project: Project, point: KillPoint): Promise<string[]> {
  const killed = await project.run(['up', '-o', 'ndjson', '--no-input'], {
    onEvent: endHanging(killAt(point)),
  })
  const left = await fetchReleases(project.namespace)
  const { code, report, why, documents } = await project.up(['--repair'], { onEvent: endHanging() })
  const isRight = report.status === 'verified' || report.status === 'unchanged'
  const wrong = [
    ...(killed.signal === 'SIGABRT' ? [`the killed run hangs: ${killed.stdout.slice(-2000)}`] : []),
    ...(isRight ? [] : [`${report.status}, exit ${code}: ${why} ${JSON.stringify(documents.slice(-4))}`]),
    ...(await unsettled(project)),
  ]
  return wrong.map((what) => `${describePoint(point)}, which left ${JSON.stringify(left)}: ${what}`)
}

async function unsettled({ namespace, name }: Project): Promise<string[]> {
  const releases = await fetchReleases(namespace)
  const leases = await fetchObjects<{ spec: { holderIdentity?: string } }>('leases', namespace)
  return [
    ...releases.flatMap(([release, status]) =>
      release === name && status === 'deployed' ? [] : [`release ${release} is ${status}`],
    ),
    ...leases.flatMap(({ spec }) =>
      spec.holderIdentity ? [`the turn is held by ${spec.holderIdentity}`] : [],
    ),
  ]
}

test.concurrent.each(share(duringUpgrade, 6).map((points, lane) => ({ points, lane })))(
  'an upgrade that is killed anywhere converges (lane $lane)',
  async ({ points, lane }) => {
    const project = await newProject(lane)
    const { report, why } = await project.up()
    expect(report.status, why).toBe('verified')
    const wrong: string[] = []
    for (const [round, point] of points.entries()) {
      await project.configure(({ backend }) => {
        backend.env = { ...backend.env, ROUND: String(round) }
      })
      wrong.push(...(await killAndConverge(project, point)))
    }
    expect(wrong).toEqual([])
  },
)

test.concurrent.each(duringInstall.map((point, lane) => ({ what: describePoint(point), point, lane })))(
  'a first install converges after $what',
  async ({ point, lane }) => {
    expect(await killAndConverge(await newProject(lane), point)).toEqual([])
  },
)

test.concurrent('a build, a delivery and migrations that are killed in the middle are made again', async () => {
  const project = await copyExample(setup(0))
  projects.push(project)
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    config.rollout = { timeoutSeconds: 120, soakSeconds: 1, onFailure: 'keep' }
  })
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  const wrong: string[] = []
  for (const [round, point] of beforeRelease.entries()) {
    await writeFile(join(project.root, 'backend', 'round.js'), `// ${round}\n`)
    wrong.push(...(await killAndConverge(project, point)))
    const jobs = await fetchObjects<{ metadata: { name: string } }>('jobs', project.namespace)
    if (jobs.length > 0) wrong.push(`${describePoint(point)} leaves ${JSON.stringify(jobs)}`)
  }
  expect(wrong).toEqual([])
})
