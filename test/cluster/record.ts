/**
 * Records what a real cluster tells about rollouts, for `test/rollout/replay.test.ts`:
 *   esbuild test/cluster/record.ts --bundle --platform=node --format=esm --outfile=/tmp/record.mjs '--banner:js=import{createRequire}from"node:module";const require=createRequire(import.meta.url);'
 *   KUBECONFIG=… IMAGE=localhost:5000/busybox:1 node /tmp/record.mjs [scenario …]
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect } from '../../src/cluster/connect.ts'
import type { Clock, Cluster, Context } from '../../src/ports.ts'
import { beginRollout, hasBaseline } from '../../src/rollout/begin.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import type { WatchedKind } from '../../src/rollout/kube.ts'
import { isSettled, reduce } from '../../src/rollout/reduce.ts'
import type { RolloutState } from '../../src/rollout/state.ts'
import { wantedConfirmations } from '../../src/rollout/wanted-confirmations.ts'
import { wantedKnocks } from '../../src/rollout/wanted-knocks.ts'
import { wantedLogs } from '../../src/rollout/wanted-logs.ts'
import { wantedNodes } from '../../src/rollout/wanted-nodes.ts'
import { fetchRooms } from '../../src/workflows/fetch-rooms.ts'
import { manifestOf, type Scenario, scenarios } from './record-scenarios.ts'

const kubeconfig = process.env['KUBECONFIG'] ?? ''
const image = process.env['IMAGE'] ?? 'localhost:5000/busybox:1'
const kinds: WatchedKind[] = ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice', 'Event']

const kubectl = (args: string[], input?: string): string => {
  const done = spawnSync('kubectl', ['--kubeconfig', kubeconfig, ...args], { input, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${done.stderr}`)
  return done.stdout
}

const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

const contextOf = (): Context => {
  const view = JSON.parse(kubectl(['config', 'view', '--minify', '-o', 'json']))
  const name = view['current-context']
  return { name, server: view.clusters[0].cluster.server, isLocal: true, provider: 'test', kubeconfig }
}

const generationOf = (namespace: string): number =>
  Number(
    kubectl(['-n', namespace, 'get', 'deployment', 'rec-backend', '-o', 'jsonpath={.metadata.generation}']),
  )

/** A list that runs beside the watch tells everything again; once is enough on disk. */
const withoutRepeats = (events: RolloutEvent[]): RolloutEvent[] => {
  const known = new Set<string>()
  return events.filter((event) => {
    if (event.type !== 'seen') return true
    const key = `${event.object.metadata?.uid}@${event.object.metadata?.resourceVersion}`
    return known.has(key) ? false : known.add(key)
  })
}

type Recording = { events: RolloutEvent[]; state: RolloutState; tell(event: RolloutEvent): void }

const recording = (namespace: string): Recording => {
  const target = {
    namespace,
    release: 'rec',
    components: [{ role: 'backend' as const, deployment: 'rec-backend', service: 'rec-backend' }],
    timeoutSeconds: 90,
    soakSeconds: 3,
    until: 'complete' as const,
  }
  const made: Recording = {
    events: [],
    state: beginRollout(target, Date.now()),
    tell(event) {
      made.events.push(event)
      made.state = reduce(made.state, event)
    },
  }
  return made
}

const look = async (
  made: Recording,
  cluster: Cluster,
  namespace: string,
  asked: Set<string>,
): Promise<void> => {
  for (const want of wantedLogs(made.state)) {
    if (asked.has(want.key)) continue
    asked.add(want.key)
    const lines = await cluster.logs({ namespace, ...want, tailLines: 40 }).catch(() => undefined)
    if (lines)
      made.tell({
        type: 'log',
        at: Date.now(),
        pod: want.pod,
        container: want.container,
        previous: want.previous,
        lines,
        attempt: want.attempt,
      })
  }
  for (const { key, pod, ports } of wantedKnocks(made.state)) {
    if (asked.has(key)) continue
    asked.add(key)
    const open = await cluster.knock({ namespace, pod, ports })
    made.tell({ type: 'knocked', at: Date.now(), pod, open, asked: ports })
  }
  for (const { kind, name, dataKey } of wantedConfirmations(made.state)) {
    const found = await cluster.get({ apiVersion: 'v1', kind, namespace, name })
    made.tell({ type: 'confirmed', at: Date.now(), kind, name, key: dataKey, exists: found !== undefined })
  }
  const nodes = wantedNodes(made.state)
  if (!nodes) return
  const rooms = await fetchRooms(
    cluster,
    nodes.withPods ? namespace : undefined,
    new AbortController().signal,
  )
  made.tell({ type: 'nodes', at: Date.now(), rooms })
}

const healthyBefore = ({ always, pod }: Scenario): Scenario => ({
  ...scenarios['healthy'],
  ...(always && { pod }),
})

const record = async (name: string, cluster: Cluster): Promise<void> => {
  const namespace = `record-${name}`
  kubectl(['create', 'namespace', namespace])
  const stop = new AbortController()
  try {
    kubectl(['apply', '-n', namespace, '-f', '-'], manifestOf(image, healthyBefore(scenarios[name]!), 1))
    kubectl(['-n', namespace, 'rollout', 'status', 'deployment/rec-backend', '--timeout=90s'])
    const made = recording(namespace)
    const watching = (async () => {
      for await (const event of cluster.watch(namespace, kinds, stop.signal)) made.tell(event)
    })()
    while (!hasBaseline(made.state)) await clock.sleep(50)
    if (name !== 'unchanged')
      kubectl(['apply', '-n', namespace, '-f', '-'], manifestOf(image, scenarios[name]!, 2))
    made.tell({
      type: 'released',
      at: Date.now(),
      revision: 2,
      generations: { 'rec-backend': generationOf(namespace) },
    })
    const asked = new Set<string>()
    while (!isSettled(made.state)) {
      await clock.sleep(500)
      await look(made, cluster, namespace, asked)
      made.tell({ type: 'tick', at: Date.now() })
    }
    stop.abort()
    await watching.catch(() => undefined)
    const { phase, verdict, startedAt, now } = made.state
    writeFileSync(
      `test/fixtures/rollouts/${name}.jsonl`,
      `${withoutRepeats(made.events)
        .map((event) => JSON.stringify(event))
        .join('\n')}\n`,
    )
    writeFileSync(
      `test/fixtures/rollouts/${name}.expected.json`,
      `${JSON.stringify({ phase, ...(verdict && { class: verdict.class }) })}\n`,
    )
    console.log(
      name,
      phase,
      verdict?.class ?? '',
      `${((now - startedAt) / 1000).toFixed(1)} s`,
      '|',
      verdict?.message ?? '',
      '|',
      verdict?.confirmedBy ?? '',
    )
  } finally {
    stop.abort()
    kubectl(['delete', 'namespace', namespace, '--wait=false'])
  }
}

const cluster = await connect({ context: contextOf(), clock, env: process.env })
const wanted = process.argv.slice(2)
await Promise.allSettled(
  (wanted.length > 0 ? wanted : Object.keys(scenarios)).map((name) => record(name, cluster)),
).then((results) => {
  for (const result of results) if (result.status === 'rejected') console.error(result.reason)
})
process.exit()
