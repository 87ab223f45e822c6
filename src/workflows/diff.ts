import type { DiffFlags } from '../commands/diff.ts'
import type { GlobalOptions } from '../commands/program.ts'
import { exitCodes } from '../errors.ts'
import type { World } from '../ports.ts'
import { viewChanges } from '../views/view-changes.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { deployedManifests } from './deployed-manifests.ts'
import { showable } from './describe-drift.ts'
import { fetchLive } from './fetch-live.ts'
import { loadConfig } from './load-config.ts'
import { fetchNeonUrls } from './neon-urls.ts'
import { renderChart } from './plan-change.ts'
import { hasWork, planRelease } from './plan-release.ts'
import { prepareRelease } from './prepare-release.ts'
import { printDocument } from './print-document.ts'
import { sandboxSecrets } from './sandbox-secrets.ts'

type Flags = DiffFlags & GlobalOptions

/** What `up` would change, and what somebody has changed in the cluster since the last release. Changes nothing. */
export async function diff(flags: Flags, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config } = await loadConfig(files, world)
  const cluster = await chooseCluster(flags, config, world, 'look')
  const namespace = namespaceOf(flags, config)
  const given = {
    ...(await fetchNeonUrls({ config, namespace, world })),
    ...(await sandboxSecrets({ flags, config, world })),
  }
  const prepared = await prepareRelease({ config, files, cluster, namespace, flags, given }, world)
  const live = await fetchLive(cluster, namespace, deployedManifests(prepared.releases), world.signal)
  const plan = planRelease(await renderChart(config, namespace, prepared, world), prepared, live)
  const drift = plan.drift.map(showable)
  const images = prepared.images
    .filter(({ build, present }) => build && !present)
    .map(({ role, ref }) => ({ component: role, image: ref }))
  const isPending = hasWork(plan) || drift.some(({ by }) => by !== undefined)
  const code = flags.exitCode && isPending ? exitCodes.CHANGES_PENDING : 0
  const report = {
    schema: 'k8sdeploy/diff/1' as const,
    status: isPending ? ('pending' as const) : ('unchanged' as const),
    code,
    release: {
      name: config.name,
      namespace,
      context: cluster.context.name,
      revision: prepared.releases[0]?.revision,
    },
    changes: plan.changes,
    secret: { name: prepared.secret.name, change: prepared.secret.state, keys: prepared.secret.changedKeys },
    images,
    drift,
    next: hasWork(plan) ? ['k8sdeploy up'] : [],
  }
  if (flags.output === 'text')
    world.terminal.print(
      `${viewChanges(report, world.terminal.palette, world.terminal.columns).join('\n')}\n`,
    )
  else printDocument(report, flags.output, world.terminal)
  return code
}
