import type { DoctorFlags } from '../commands/doctor.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Config } from '../config/config.ts'
import { type ErrorCode, exitCodes } from '../errors.ts'
import type { Cluster, World } from '../ports.ts'
import type { DoctorCheck, DoctorReport } from '../report.ts'
import { viewDoctorCheck, viewDoctorEnd } from '../views/view-doctor.ts'
import { namespaceOf } from './choose-cluster.ts'
import { type Checked, check, unlooked } from './doctor-check.ts'
import { checkContext, checkDelivery, checkPlace, checkRights, checkVersion } from './doctor-cluster.ts'
import { checkDatabaseSteps, checkSecrets } from './doctor-database.ts'
import { checkEngine, checkHelm, checkNode } from './doctor-machine.ts'
import { noConfig } from './find-place.ts'
import { configFile, loadConfig } from './load-config.ts'
import { printDocument } from './print-document.ts'

type Tell = (check: DoctorCheck) => void
type Flags = DoctorFlags & GlobalOptions

/** Looks at all that a deploy needs, in the order in which a deploy needs it. Changes nothing, asks nothing. */
export async function doctor(flags: Flags, world: World): Promise<number> {
  const { terminal } = world
  const checks: DoctorCheck[] = []
  const tell: Tell = (one) => {
    checks.push(one)
    if (flags.output !== 'text') return
    terminal.print(`${viewDoctorCheck(one, terminal.palette, terminal.columns).join('\n')}\n`)
  }
  await look(flags, world, tell)
  const report = doctorReport(checks)
  if (flags.output === 'text')
    terminal.print(`${viewDoctorEnd(report, terminal.palette, terminal.columns).join('\n')}\n`)
  else printDocument(report, flags.output, terminal)
  return report.code
}

/** The tools are asked while everything else is; each line waits for those before it. */
async function look(flags: Flags, world: World, tell: Tell): Promise<void> {
  const files = world.files(flags.cwd ?? world.cwd)
  const config = await check(
    'config',
    'CONFIG_INVALID',
    async () => {
      const { config } = await loadConfig(files, world)
      return { value: config, detail: `${configFile} is valid: ${config.name}` }
    },
    world,
  )
  const tools = [checkNode(world), checkHelm(world), checkEngine(config.value, flags.sandbox === true, world)]
  for (const tool of tools) tool.catch(() => undefined)
  tell((await tools[0]!).check)
  tell(config.check)
  for (const tool of tools.slice(1)) tell((await tool).check)
  const cluster = await tellOf(checkContext(flags, config.value ?? noConfig, world), tell)
  const namespace = namespaceFor(flags, config.value, cluster)
  const reached = await lookAtCluster({ cluster, namespace, config: config.value }, world, tell)
  if (!config.value) return tell(unlooked('database', `${configFile} says which`).check)
  const sources = { cluster: reached ? cluster : undefined, namespace, files }
  const secrets = await tellOf(checkSecrets(config.value, sources, world), tell)
  for (const step of await checkDatabaseSteps(config.value, secrets, world)) tell(step)
}

type Place = { cluster: Cluster | undefined; namespace: string; config: Config | undefined }

async function lookAtCluster(
  { cluster, namespace, config }: Place,
  world: World,
  tell: Tell,
): Promise<boolean> {
  const version = cluster && (await tellOf(checkVersion(cluster, world), tell))
  if (!cluster || !version) {
    const why = cluster ? 'the cluster does not answer' : 'no cluster was found'
    const rest = ['namespace', 'rights', 'delivery']
    for (const id of cluster ? rest : ['cluster', ...rest]) tell(unlooked(id, why).check)
    return false
  }
  const isNew = await tellOf(checkPlace(cluster, namespace, world), tell)
  await tellOf(checkRights(cluster, namespace, isNew === true, world), tell)
  if (config) await tellOf(checkDelivery(cluster, config, world), tell)
  else tell(unlooked('delivery', `${configFile} says how images travel`).check)
  return true
}

async function tellOf<T>(checking: Promise<Checked<T>>, tell: Tell): Promise<T | undefined> {
  const { check: one, value } = await checking
  tell(one)
  return value
}

const namespaceFor = (flags: Flags, config: Config | undefined, cluster: Cluster | undefined): string =>
  config ? namespaceOf(flags, config) : (flags.namespace ?? cluster?.context.namespace ?? 'default')

export function doctorReport(checks: DoctorCheck[]): DoctorReport {
  const missing = checks.filter(({ holds }) => holds === false)
  const code = missing[0]?.code as ErrorCode | undefined
  return {
    schema: 'k8sdeploy/doctor/1',
    status: code ? 'failed' : 'ok',
    code: code ? exitCodes[code] : 0,
    checks,
    next: code ? [...new Set(missing.flatMap(({ next = [] }) => next))] : ['k8sdeploy up'],
  }
}
