import { migrationName } from '../chart/migration-job.ts'
import type { DownFlags } from '../commands/down.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, ObjectRef, World } from '../ports.ts'
import type { DownReport } from '../report.ts'
import type { KubeObject } from '../rollout/kube.ts'
import { viewDown } from '../views/view-down.ts'
import { askConsent } from './ask-consent.ts'
import { askName } from './check-inside.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { loadConfig } from './load-config.ts'
import { printDocument } from './print-document.ts'
import { fetchJournal, journalRef } from './release-journal.ts'
import { isOurs, secretName } from './release-secret.ts'
import { removeBranches } from './remove-branches.ts'
import { removeNamespace } from './remove-namespace.ts'
import { stagedRef } from './staged-secret.ts'
import { chooseReporter, storyTeller } from './story-teller.ts'
import { requireFree, type Turn, takeTurn } from './take-turn.ts'
import { watchRemoval } from './watch-removal.ts'

type DownRun = { config: Config; cluster: Cluster; namespace: string; world: World; report: DownReport }

/** Removes the release and what k8sdeploy made for it, watches the pods go, and says what it leaves. */
export async function down(flags: DownFlags & GlobalOptions, world: World): Promise<number> {
  const { config } = await loadConfig(world.files(flags.cwd ?? world.cwd), world)
  const cluster = await chooseCluster(flags, config, world, 'change')
  const namespace = namespaceOf(flags, config)
  const [[latest], journal] = await Promise.all([
    world.releases(cluster, namespace, config.name),
    fetchJournal(cluster, config.name, namespace, world.signal),
  ])
  const report = emptyReport({
    name: config.name,
    namespace,
    context: cluster.context.name,
    revision: latest?.revision,
  })
  const run: DownRun = { config, cluster, namespace, world, report }
  const place = { cluster, release: config.name, namespace, command: 'down' }
  requireFree(journal, place, world)
  if (latest) await consent(run, flags)
  const story = storyTeller(world.clock, chooseReporter(world.terminal, flags.output, flags.quiet === true))
  story.begin('down', report.release)
  let turn: Turn | undefined
  try {
    if (latest) turn = await takeTurn(place, journal, world, story.note)
    if (latest) await removeRelease(run, story)
    await turn?.leave()
    await removeOurs(run, story.note)
    await removeBranches(run, flags.deleteBranch === true)
    report.transitions = story.transitions
  } finally {
    await turn?.leave()
    story.end()
  }
  report.status = report.removed.length > 0 ? 'removed' : 'absent'
  print(report, flags, world)
  return report.code
}

const emptyReport = (release: DownReport['release']): DownReport => ({
  schema: 'k8sdeploy/down/1',
  status: 'absent',
  code: 0,
  release,
  removed: [],
  left: [],
  transitions: [],
  next: [],
})

const consent = ({ config, cluster, namespace, world }: DownRun, flags: GlobalOptions): Promise<void> =>
  askConsent(
    {
      message: `Remove the release ${config.name} from ${namespace} on ${cluster.context.name}?`,
      again: 'k8sdeploy down --yes',
      isGiven: flags.yes === true,
      next: ['k8sdeploy status'],
    },
    world,
  )

async function removeRelease(
  { config, cluster, namespace, world, report }: DownRun,
  story: ReturnType<typeof storyTeller>,
): Promise<void> {
  await story.phase('release', async () => {
    await world.helm.uninstall({
      release: config.name,
      namespace,
      context: cluster.context,
      signal: world.signal,
    })
    return { value: undefined, summary: `helm release ${config.name} removed` }
  })
  report.removed.push(`release ${config.name}`)
  await story.phase('rollout', async () => {
    await watchRemoval(config.name, namespace, cluster, story, world.signal)
    return { value: undefined, summary: 'every pod is gone' }
  })
}

/** What helm does not know of: the Secret, the last migrations, the journal, and the namespace when it is ours and empty. */
async function removeOurs(
  { config, cluster, namespace, world, report }: DownRun,
  note: (message: string) => void,
): Promise<void> {
  const ours: ObjectRef[] = [
    { apiVersion: 'v1', kind: 'Secret', namespace, name: secretName(config.name) },
    { apiVersion: 'batch/v1', kind: 'Job', namespace, name: migrationName(config.name) },
    { apiVersion: 'batch/v1', kind: 'Job', namespace, name: askName(config.name) },
    stagedRef(config.name, namespace),
    journalRef(config.name, namespace),
  ]
  for (const ref of ours) {
    const found = await cluster.get<KubeObject>(ref, world.signal)
    if (!found) continue
    const label = `${ref.kind} ${ref.name}`
    if (!isOurs(found)) report.left.push({ object: label, why: 'k8sdeploy did not make it' })
    else if (await cluster.remove(ref, { signal: world.signal })) report.removed.push(label)
  }
  await removeNamespace({ cluster, namespace, world, report, note })
}

function print(report: DownReport, flags: GlobalOptions, { terminal }: World): void {
  if (flags.output === 'text')
    terminal.print(`${viewDown(report, terminal.palette, terminal.columns).join('\n')}\n`)
  else printDocument(report, flags.output, terminal)
}
