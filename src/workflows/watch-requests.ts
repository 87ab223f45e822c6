import type { Config } from '../config/config.ts'
import type { Clock, Cluster, Web } from '../ports.ts'
import type { RequestsReport } from '../report.ts'
import { countRequest, noRequests } from '../rollout/count-requests.ts'
import { findUrl } from './publish-urls.ts'

const paceMs = 150
const timeoutMs = 2000

export type Published = {
  config: Config
  cluster: Cluster
  namespace: string
  world: { web: Web; clock: Clock; signal: AbortSignal }
}

/** Asks the published URL again and again, one light request after the other, if it answers at all; the answer stops it and tells what was lost. */
export function watchRequests(published: Published): () => Promise<RequestsReport | undefined> {
  const controller = new AbortController()
  const counting = count(published, controller.signal)
  return async () => {
    controller.abort()
    return counting
  }
}

async function count(published: Published, stopped: AbortSignal): Promise<RequestsReport | undefined> {
  const url = await urlNow(published)
  const ask = () => askOnce(url!, published, stopped)
  const first = url === undefined ? undefined : await ask()
  if (url === undefined || first === undefined || first.failed !== undefined) return undefined
  let counted = countRequest(noRequests, first)
  const { clock } = published.world
  while (!stopped.aborted) {
    const answer = await ask()
    if (answer) counted = countRequest(counted, answer)
    const rest = answer ? paceMs - (answer.answeredAt - answer.sentAt) : 0
    await clock.sleep(rest, stopped)
  }
  const { silentSince: _, ...report } = counted
  return (await hasMoved(url, published)) ? undefined : { url, ...report }
}

async function askOnce(url: string, { world }: Published, stopped: AbortSignal) {
  const sentAt = world.clock.monotonic()
  const answer = await world.web.probe(url, {
    timeoutMs,
    signal: AbortSignal.any([stopped, world.signal]),
  })
  const answeredAt = world.clock.monotonic()
  if ('status' in answer)
    return { sentAt, answeredAt, failed: answer.status < 500 ? undefined : String(answer.status) }
  return stopped.aborted || world.signal.aborted ? undefined : { sentAt, answeredAt, failed: answer.failed }
}

/** What can't be found out here is no reason to stop a release. */
async function urlNow({ config, cluster, namespace, world }: Published): Promise<string | undefined> {
  const found = await findUrl(config, cluster, namespace, world.signal).catch(() => undefined)
  return found && 'url' in found ? found.url : undefined
}

/** Of an address that the release itself gave up nobody expects an answer. */
async function hasMoved(url: string, published: Published): Promise<boolean> {
  const now = await urlNow(published)
  return now !== undefined && now !== url
}
