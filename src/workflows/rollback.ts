import { diffManifests } from '../chart/manifest-diff.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { RollbackFlags } from '../commands/rollback.ts'
import { DeployError } from '../errors.ts'
import type { ReleaseRecord, World } from '../ports.ts'
import { viewRollback } from '../views/view-rollback.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { loadConfig } from './load-config.ts'
import { printDocument } from './print-document.ts'
import { fetchJournal, type Journal } from './release-journal.ts'
import { decodeSecretData, fetchSecret } from './release-secret.ts'
import { awaitHelm, isHalfWay, repairRelease, requireConsent } from './repair-release.ts'
import { emptyRollback, notUndone, type RollbackRun, rollBack } from './roll-back.ts'
import { chooseTarget, type RollbackTarget } from './rollback-target.ts'
import { chooseReporter, storyTeller } from './story-teller.ts'
import { type Place, requireFree, takeTurn } from './take-turn.ts'
import { tellStopping } from './tell-stopping.ts'
import { makeTypeable } from './typeable-report.ts'
import { failedReport } from './up-report.ts'

type Checked = { current: ReleaseRecord; target: RollbackTarget; journal: Journal; secretChecksum?: string }
type Run = RollbackRun & { flags: RollbackFlags & GlobalOptions }

/** Back to a revision that worked. Answers the exit code. */
export async function rollback(flags: RollbackFlags & GlobalOptions, world: World): Promise<number> {
  const run = await begin(flags, world)
  const { story, report } = run
  tellStopping(run)
  try {
    await goBack(run)
  } catch (error) {
    failedReport(run, error)
  } finally {
    await run.turn?.leave()
    story.end()
  }
  print(run)
  return report.code
}

async function begin(flags: RollbackFlags & GlobalOptions, world: World): Promise<Run> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files, world)
  const cluster = await chooseCluster(flags, config, world, 'change')
  const namespace = namespaceOf(flags, config)
  const report = emptyRollback({ name: config.name, namespace, context: cluster.context.name })
  const story = storyTeller(world.clock, chooseReporter(world.terminal, flags.output, flags.quiet === true))
  story.begin('rollback', report.release)
  return { flags, world, config, configText: text, files, cluster, namespace, story, report }
}

const placeOf = ({ cluster, config, namespace }: Run): Place => ({
  cluster,
  release: config.name,
  namespace,
  command: 'rollback',
})

async function goBack(run: Run): Promise<void> {
  const { story, world, report, flags } = run
  const { current, target, journal, secretChecksum } = await check(run)
  const { record } = target
  report.to = { revision: record.revision, verifiedAt: target.verifiedAt }
  report.changes = diffManifests(current.manifest, record.manifest).filter(
    ({ change }) => change !== 'unchanged',
  )
  report.notUndone = notUndone(run, record.config['secretChecksum'], secretChecksum)
  if (current.status === 'deployed' && report.changes.length === 0) {
    report.status = 'unchanged'
    return
  }
  if (flags.dryRun) {
    report.status = 'planned'
    report.next = [`k8sdeploy rollback --to ${record.revision}`]
    return
  }
  if (!target.verifiedAt) story.note(`revision ${record.revision} was never verified`, 'warn')
  if (isHalfWay(current)) await requireConsent(run, current, journal)
  run.turn = await takeTurn(placeOf(run), journal, world, story.note)
  if (isHalfWay(current)) await story.phase('repair', () => repairRelease(run, current))
  await rollBack(run, target)
}

/** Which revision runs, which one will, and whether anybody else is at work. */
async function check(run: Run): Promise<Checked> {
  const { story, world, cluster, config, namespace, report, flags } = run
  return story.phase('checks', async () => {
    const [found, journal, secret] = await Promise.all([
      world.releases(cluster, namespace, config.name),
      fetchJournal(cluster, config.name, namespace, world.signal),
      fetchSecret(cluster, config.name, namespace, world.signal),
      world.helm.version(world.signal),
    ])
    for (const value of Object.values(decodeSecretData(secret))) world.secrets.conceal(value)
    if (!flags.dryRun) requireFree(journal, placeOf(run), world)
    const releases = flags.dryRun ? found : await awaitHelm(run, found)
    const [current] = releases
    report.release.revision = current?.revision
    report.release.previousVerified = journal.verified.at(-1)?.revision
    const target = chooseTarget(releases, journal.verified, flags.to)
    requireUsable(target.record)
    report.from = { revision: current!.revision, status: current!.status }
    const secretChecksum = secret && world.secrets.checksumOf(secret)
    const summary = `revision ${current!.revision} → ${target.record.revision}${target.verifiedAt ? `, verified ${target.verifiedAt.slice(0, 16).replace('T', ' ')} UTC` : ''}`
    return { value: { current: current!, target, journal, secretChecksum }, summary }
  })
}

/** What never got as far as running is nothing to go back to. */
function requireUsable({ revision, status }: ReleaseRecord): void {
  if (!status.startsWith('pending-') && status !== 'uninstalling') return
  throw new DeployError('USAGE', `revision ${revision} is ${status}: it was never released completely`, {
    hint: 'choose another revision with --to',
    state: 'nothing was changed',
  })
}

function print(run: Run): void {
  const { report, story, flags, world } = run
  makeTypeable(report, run)
  const { palette, columns } = world.terminal
  report.phases = story.phases
  report.transitions = story.transitions
  const text = `${viewRollback(report, palette, columns).join('\n')}\n`
  if (flags.output !== 'text') printDocument(report, flags.output, world.terminal)
  else if (report.code === 0) world.terminal.print(text)
  if (report.code !== 0) world.terminal.say(text)
}
