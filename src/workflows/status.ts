import type { GlobalOptions } from '../commands/program.ts'
import type { StatusFlags } from '../commands/status.ts'
import type { Config } from '../config/config.ts'
import { exitCodes } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import type { StatusReport } from '../report.ts'
import { viewStatus } from '../views/view-status.ts'
import { viewStatusChanges } from '../views/view-status-changes.ts'
import { chooseCluster, namespaceOf } from './choose-cluster.ts'
import { brokenRules, type Inspection, inspectRelease } from './inspect-release.ts'
import { loadConfig } from './load-config.ts'
import { printDocument } from './print-document.ts'
import { fetchVerified } from './release-journal.ts'
import { decodeSecretData, fetchSecret } from './release-secret.ts'

const watchMs = 2000

/** The truth about all eight entities, once, or again and again with `--watch`. Exit 42 when a rule does not hold. */
export async function status(flags: StatusFlags & GlobalOptions, world: World): Promise<number> {
  const files = world.files(flags.cwd ?? world.cwd)
  const { config, text } = await loadConfig(files)
  const cluster = await chooseCluster(flags, config, world, 'look')
  const namespace = namespaceOf(flags, config)
  const look = () => fetchStatus(config, text, cluster, namespace, world)
  if (!flags.watch) return show(await look(), flags, world)
  return keepShowing(look, flags, world)
}

async function fetchStatus(
  config: Config,
  configText: string,
  cluster: Cluster,
  namespace: string,
  world: World,
): Promise<StatusReport> {
  const [releases, verified, secret] = await Promise.all([
    world.releases(cluster, namespace, config.name),
    fetchVerified(cluster, config.name, namespace, world.signal),
    fetchSecret(cluster, config.name, namespace, world.signal),
  ])
  for (const value of Object.values(decodeSecretData(secret))) world.secrets.conceal(value)
  const secretNow = secret && world.secrets.checksumOf(secret)
  const inspection = await inspectRelease(
    {
      config,
      configText,
      cluster,
      namespace,
      releases,
      verified,
      secretChecksum: secretNow,
      urlBudgetMs: 1500,
    },
    world,
  )
  const release = {
    name: config.name,
    namespace,
    context: cluster.context.name,
    revision: releases[0]?.revision,
    previousVerified: verified?.revision,
  }
  return statusReport(release, inspection)
}

function statusReport(
  release: StatusReport['release'],
  { entities, urls, verdicts }: Inspection,
): StatusReport {
  const absent = release.revision === undefined
  const degraded = brokenRules(entities).length > 0 || verdicts.length > 0
  return {
    schema: 'k8sdeploy/status/1',
    status: absent ? 'absent' : degraded ? 'degraded' : 'ok',
    code: absent || degraded ? exitCodes.RULE_NOT_MET : 0,
    release,
    entities,
    urls,
    verdicts,
    next: absent || degraded ? ['k8sdeploy up'] : [],
  }
}

function show(report: StatusReport, flags: GlobalOptions, { terminal }: World): number {
  if (flags.output === 'text')
    terminal.print(`${viewStatus(report, terminal.palette, terminal.columns).join('\n')}\n`)
  else printDocument(report, flags.output, terminal)
  return report.code
}

/** The whole truth once, then a line for each thing that changes; documents are printed whole. */
async function keepShowing(
  look: () => Promise<StatusReport>,
  flags: GlobalOptions,
  world: World,
): Promise<number> {
  const { terminal, clock, signal } = world
  let last = await look()
  show(last, flags, world)
  while (!signal.aborted) {
    await clock.sleep(watchMs, signal).catch(() => undefined)
    if (signal.aborted) break
    const report = await look()
    const time = new Date(clock.now()).toISOString().slice(11, 19)
    const changes = viewStatusChanges(last, report, time, terminal.palette, terminal.columns)
    if (changes.length > 0 && flags.output !== 'text') show(report, flags, world)
    else if (changes.length > 0) terminal.print(`${changes.join('\n')}\n`)
    last = report
  }
  return last.code
}
