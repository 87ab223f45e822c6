import type { ClusterFlags } from '../commands/cluster-options.ts'
import type { GlobalOptions } from '../commands/program.ts'
import type { Cluster } from '../ports.ts'
import type { ErrorReport, Verdict } from '../report.ts'
import { completeCommands, type Place } from '../views/complete-commands.ts'

type Told = {
  next?: string[]
  verdict?: Verdict
  verdicts?: Verdict[]
  suspicions?: Verdict[]
  error?: ErrorReport
}

type Run = { flags: ClusterFlags & GlobalOptions; cluster: Cluster; namespace: string }

/** Makes every hint of a report a command that works as it stands, with what the user had to name. */
export function makeTypeable(report: Told, { flags, cluster, namespace }: Run): void {
  const place: Place = {
    namespace,
    context: flags.context ?? (flags.env === undefined ? undefined : cluster.context.name),
    kubeconfig: flags.sandbox ? cluster.context.kubeconfig : flags.kubeconfig,
    env: flags.env,
    sandbox: flags.sandbox,
    cwd: flags.cwd,
    isNamed: flags.namespace !== undefined,
  }
  const complete = (text: string) => completeCommands(text, place)
  for (const told of [report.error, report.verdict, ...(report.verdicts ?? []), ...(report.suspicions ?? [])])
    if (told?.hint) told.hint = complete(told.hint)
  report.next = report.next?.map(complete)
}
