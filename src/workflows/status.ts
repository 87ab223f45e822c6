import type { GlobalOptions } from '../commands/program.ts'
import type { StatusFlags } from '../commands/status.ts'
import type { Config } from '../config/config.ts'
import type { Cluster, World } from '../ports.ts'
import type { StatusReport } from '../report.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { componentChecksums } from './component-checksums.ts'
import { loadConfig } from './load-config.ts'
import { maskObservation, observeRelease } from './observe-release.ts'
import { fetchVerified } from './release-journal.ts'
import { decodeSecretData, fetchSecret } from './release-secret.ts'
import { makeTypeable } from './typeable-report.ts'

const watchMs = 2000
/** A sign of life; who has left is only found out by writing. */
const reminderMs = 30_000
const urlBudgetMs = 1500

/** The truth about all eight entities, once, or again and again with `--watch`. Exit 42 when a rule does not hold. */
export async function status(flags: StatusFlags & GlobalOptions, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files, world)
  const cluster = await chooseCluster(flags, config, world, 'look')
  const namespace = namespaceOf(flags, config)
  const look = async () => {
    const report = await fetchStatus(config, text, cluster, namespace, world)
    makeTypeable(report, { flags, cluster, namespace })
    return report
  }
  if (!flags.watch) return show(await look(), flags, world)
  return keepShowing(look, flags, world)
}

/** Every question leaves at once; what judges and shows the answers is loaded while the cluster thinks. */
async function fetchStatus(
  config: Config,
  configText: string,
  cluster: Cluster,
  namespace: string,
  world: World,
): Promise<StatusReport> {
  const { signal, secrets } = world
  const [observation, releases, verified, secret, { statusReport }] = await Promise.all([
    observeRelease({ config, cluster, namespace, urlBudgetMs }, world),
    world.releases(cluster, namespace, config.name),
    fetchVerified(cluster, config.name, namespace, signal),
    fetchSecret(cluster, config.name, namespace, signal),
    import('./status-report.ts'),
    import('../views/view-status.ts'),
  ])
  for (const value of Object.values(decodeSecretData(secret))) secrets.conceal(value)
  const secretChecksum = secret && secrets.checksumOf(secret)
  const secretChecksums = componentChecksums(config, secret, secrets)
  const known = {
    ...{ config, configText, cluster, namespace, releases, verified },
    ...{ secretChecksum, secretChecksums },
  }
  return statusReport(known, maskObservation(observation, secrets), world.clock.now())
}

async function show(report: StatusReport, flags: GlobalOptions, { terminal }: World): Promise<number> {
  if (flags.output === 'text') {
    const { viewStatus } = await import('../views/view-status.ts')
    terminal.print(`${viewStatus(report, terminal.palette, terminal.columns).join('\n')}\n`)
  } else {
    const { printDocument } = await import('./print-document.ts')
    printDocument(report, flags.output, terminal)
  }
  return report.code
}

/** The whole truth once, then a line for each thing that changes; documents are printed whole. */
async function keepShowing(
  look: () => Promise<StatusReport>,
  flags: GlobalOptions,
  world: World,
): Promise<number> {
  const { terminal, clock } = world
  const unread = new AbortController()
  const signal = AbortSignal.any([world.signal, unread.signal])
  void terminal.unread(signal).then(() => unread.abort())
  const { viewStatusChanges } = await import('../views/view-status-changes.ts')
  let last = await look()
  await show(last, flags, world)
  let shownAt = clock.now()
  while (!signal.aborted && terminal.hasReader()) {
    await clock.sleep(watchMs, signal).catch(() => undefined)
    if (signal.aborted) break
    const report = await look()
    const now = clock.now()
    const time = new Date(now).toISOString().slice(11, 19)
    const changes = viewStatusChanges(last, report, time, terminal.palette, terminal.columns)
    const isQuiet = changes.length === 0
    last = report
    if (isQuiet && now - shownAt < reminderMs) continue
    shownAt = now
    if (flags.output === 'text') terminal.print(`${isQuiet ? `  ${time}  no change` : changes.join('\n')}\n`)
    else if (isQuiet) terminal.print('\n')
    else await show(report, flags, world)
  }
  return last.code
}
