import { describe, expect, it } from 'vitest'
import type { VerdictClass } from '../../src/report.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { templateKey } from '../../src/rollout/template-key.ts'
import { fold } from './fold.ts'
import {
  at,
  deployment,
  endpoints,
  gone,
  kubeEvent,
  pod,
  readyPod,
  released,
  replicaSet,
  seen,
  service,
  target,
  tick,
  ticks,
  time,
} from './objects.ts'
import { baseline, crashes, hears, newTemplate, oldGone, says, sees, takesOver } from './story.ts'

/** Ticks among the events, each second, as a workflow would send them. */
const played = (events: RolloutEvent[], until: number): RolloutEvent[] =>
  [...events, ...ticks(1, until)]
    .map((event, index) => ({ event, index }))
    .sort((a, b) => a.event.at - b.event.at || a.index - b.index)
    .map(({ event }) => event)

const outcome = (events: RolloutEvent[], until: number, timeoutSeconds = 600) =>
  fold(played(events, until), { timeoutSeconds })

const waits = (reason: string, message = ''): Parameters<typeof pod>[1] => ({
  state: { waiting: { reason, message } },
})
const probes = {
  readinessProbe: {
    httpGet: { path: '/ready', port: 8000 },
    periodSeconds: 5,
    failureThreshold: 3,
    timeoutSeconds: 1,
  },
  livenessProbe: { httpGet: { path: '/live', port: 8000 } },
}
const refusesLive = 'Liveness probe failed: Get "http://10.1.0.9:8000/live": connect: connection refused'
const running = { state: { running: { startedAt: 2 } }, started: true, probes }
const notFound = 'rpc error: code = NotFound desc = failed to pull: localhost:5000/backend:2: not found'
/** An attempt to pull, as the kubelet tells it: its words, and an Event that counts every attempt whatever its cause. */
const pullFails = (second: number, attempt: number, answer: string, count = 1): RolloutEvent[] => [
  sees(second, waits('ErrImagePull', answer)),
  hears(second, 'Failed', `Failed to pull image "backend:2": ${answer}`, { count, first: second }),
  hears(second, 'Failed', 'Error: ErrImagePull', { count: attempt, first: 2 }),
  sees(second + 1, waits('ImagePullBackOff', `Back-off pulling image "backend:2": ErrImagePull: ${answer}`)),
]
const inTrouble = 'unexpected status from GET request: 503 Service Unavailable'
const unauthorized = 'failed to authorize: unexpected status: 401 Unauthorized'
const quota = 'pods "x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1'
const refused = (second: number, message: string): RolloutEvent => {
  const event = kubeEvent('', 'FailedCreate', `Error creating: ${message}`, { first: second })
  return seen(second, 'Event', { ...event, involvedObject: { kind: 'ReplicaSet', uid: 'rs-new' } })
}
/** The controller tries again after pauses that double. */
const refusedBy = (message: string, ...again: number[]) => [
  ...newTemplate({ have: 0, failure: { message, at: 2 } }),
  ...[2, ...again].map((second) => refused(second, message.replace('"x"', `"x-${second}"`))),
]
const unanswered = (why: string) =>
  `Internal error occurred: failed calling webhook "guard.example.com": failed to call webhook: Post "https://guard.other.svc:443/?timeout=1s": ${why}`
const jobOf = (condition: object) =>
  ({
    metadata: {
      name: 'migrate',
      uid: 'job',
      resourceVersion: String(1000 + Object.keys(condition).length),
      creationTimestamp: time(2),
      annotations: { 'meta.helm.sh/release-name': 'shop' },
    },
    status: { conditions: 'type' in condition ? [condition] : [] },
  }) as never
const podOfJob = (shape: Parameters<typeof pod>[1]) => ({
  ...pod('seed-1', shape),
  metadata: {
    name: 'seed-1',
    uid: 'uid-seed',
    resourceVersion: '998',
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'migrate', uid: 'job', controller: true }],
  },
})
const rejected = (second: number, reason: string, message: string) =>
  seen(
    second,
    'Pod',
    pod(`no-${second}`, { created: 2, phase: 'Failed', reason, message: `Pod was rejected: ${message}` }),
  )
const knocked = (second: number, ...open: number[]): RolloutEvent => ({
  type: 'knocked',
  at: at(second),
  pod: 'new-1',
  open,
  asked: [4000, 8000],
})
const confirmed = (second: number, exists: boolean): RolloutEvent => ({
  type: 'confirmed',
  at: at(second),
  kind: 'Secret',
  name: 'shop-secrets',
  exists,
})

const ofFrontend = {
  ...replicaSet('frontend', 'frontend:1'),
  metadata: {
    ...replicaSet('frontend', 'frontend:1').metadata,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-frontend', uid: 'front' }],
  },
}

type Row = {
  name: string
  class: VerdictClass
  events: RolloutEvent[]
  notBefore: number
  by: number
  says?: RegExp
  hints?: RegExp
}

const withStack = (event: RolloutEvent): RolloutEvent =>
  event.type === 'log'
    ? { ...event, lines: [...event.lines, '    at Timeout._onTimeout (/app/a.js:1:9)'] }
    : event

const usual = [...baseline(), ...newTemplate()]
const failures: Row[] = [
  {
    name: 'a name that is none',
    class: 'image-name-invalid',
    events: [...usual, sees(2, waits('InvalidImageName', 'bad'))],
    notBefore: 1,
    by: 2,
  },
  {
    name: 'an image that is never pulled',
    class: 'image-never-pull',
    events: [...usual, sees(2, waits('ErrImageNeverPull'))],
    notBefore: 1,
    by: 2,
    says: /not on node node-1/,
  },
  {
    name: 'an image that does not exist',
    class: 'image-not-found',
    events: [...usual, sees(2, waits('ErrImagePull', notFound))],
    notBefore: 16,
    by: 17,
    says: /not found/,
  },
  {
    name: 'a second pull that finds nothing, on a kubelet that drops the cause',
    class: 'image-not-found',
    events: [
      ...usual,
      sees(2, waits('ErrImagePull', notFound)),
      sees(4, waits('ImagePullBackOff', 'Back-off pulling image "backend:2"')),
      hears(8, 'Failed', `Failed to pull image: ${notFound}`, { count: 2, first: 2 }),
    ],
    notBefore: 7,
    by: 8,
  },
  {
    name: 'a registry that refuses',
    class: 'image-denied',
    events: [
      ...usual,
      sees(2, waits('ErrImagePull', 'pull access denied, insufficient_scope: authorization failed')),
    ],
    notBefore: 16,
    by: 17,
  },
  {
    name: 'a repository that is not there, or private',
    class: 'image-denied',
    events: [
      ...usual,
      sees(
        2,
        waits(
          'ErrImagePull',
          'failed to resolve reference "docker.io/library/backend:2": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
        ),
      ),
    ],
    notBefore: 16,
    by: 17,
    says: /cannot pull backend:2 on node node-1: not there, or private$/,
    hints: /^check the name of the image; if it is private, log in/,
  },
  {
    name: 'a registry that was in trouble once, and refuses since, for fifteen seconds',
    class: 'image-denied',
    events: [...usual, ...pullFails(2, 1, inTrouble), ...pullFails(14, 2, unauthorized)],
    notBefore: 28,
    by: 29,
  },
  {
    name: 'a registry that was in trouble once, and refuses twice',
    class: 'image-denied',
    events: [
      ...usual,
      ...pullFails(2, 1, inTrouble),
      ...pullFails(14, 2, unauthorized),
      ...pullFails(24, 3, unauthorized, 2),
    ],
    notBefore: 23,
    by: 24,
  },
  {
    name: 'no image for the platform',
    class: 'image-platform',
    events: [...usual, sees(2, waits('ErrImagePull', 'no match for platform in manifest: not found'))],
    notBefore: 16,
    by: 17,
  },
  {
    name: 'a Secret that the API server does not have',
    class: 'config-missing',
    events: [
      ...usual,
      sees(2, waits('CreateContainerConfigError', 'secret "shop-secrets" not found')),
      confirmed(3, false),
    ],
    notBefore: 2,
    by: 3,
    says: /Secret shop-secrets does not exist/,
  },
  {
    name: 'a Secret that the API server does not have any more, beside a pod that began in time',
    class: 'config-missing',
    events: [
      ...usual,
      seen(2, 'Pod', readyPod('new-2', 2)),
      sees(2, waits('CreateContainerConfigError', 'secret "shop-secrets" not found')),
      confirmed(3, false),
    ],
    notBefore: 2,
    by: 3,
  },
  {
    name: 'a missing key, for ten seconds',
    class: 'config-missing',
    events: [
      ...usual,
      sees(2, waits('CreateContainerConfigError', "couldn't find key URL in Secret shop/shop-secrets")),
    ],
    notBefore: 11,
    by: 12,
    says: /key URL in Secret shop-secrets/,
  },
  {
    name: 'an image that runs as root',
    class: 'run-as-root',
    events: [
      ...usual,
      sees(
        2,
        waits('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root (pod: x)'),
      ),
    ],
    notBefore: 6,
    by: 7,
  },
  {
    name: 'a named user',
    class: 'run-as-root',
    events: [
      ...usual,
      sees(
        2,
        waits(
          'CreateContainerConfigError',
          'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root',
        ),
      ),
    ],
    notBefore: 6,
    by: 7,
    says: /"app"/,
  },
  {
    name: 'a pod that asks for root, and forbids it',
    class: 'run-as-root',
    events: [
      ...usual,
      sees(
        2,
        waits(
          'CreateContainerConfigError',
          "container's runAsUser breaks non-root policy (pod: x, container: y)",
        ),
      ),
    ],
    notBefore: 6,
    by: 7,
    says: /asks for user 0/,
  },
  {
    name: 'a command that is not there',
    class: 'cannot-start',
    events: [
      ...usual,
      sees(2, {
        ...waits('RunContainerError', 'exec: "/server": stat /server: no such file or directory: unknown'),
        restarts: 1,
        last: { terminated: { exitCode: 128, reason: 'StartError', at: 2 } },
      }),
    ],
    notBefore: 1,
    by: 2,
    says: /\/server/,
  },
  {
    name: 'another architecture, told by the log alone',
    class: 'cannot-start',
    events: [...usual, ...crashes([1, 1], 'Error', 'exec /app: exec format error')],
    notBefore: 3,
    by: 6,
  },
  {
    name: 'a script whose interpreter is not there, told by the log alone',
    class: 'cannot-start',
    events: [...usual, ...crashes([1, 1], 'Error', 'exec /app/start.sh: no such file or directory')],
    notBefore: 3,
    by: 6,
  },
  {
    name: 'a postStart hook that fails',
    class: 'cannot-start',
    events: [
      ...usual,
      ...crashes([137, 137]),
      sees(5, {
        ...waits(
          'PostStartHookError',
          'Exec lifecycle hook ([/seed.sh]) for Container "backend" in Pod "new-1" failed - error: command \'/seed.sh\' exited with 3: no seeds',
        ),
        last: { terminated: { exitCode: 137, at: 4 } },
        restarts: 1,
      }),
    ],
    notBefore: 4,
    by: 6,
    says: /postStart hook of container backend fails: command '\/seed\.sh' exited with 3: no seeds/,
  },
  {
    name: 'a postStart hook that fails, of which the kubelet says only that',
    class: 'cannot-start',
    events: [
      ...usual,
      ...[2, 4].map((second, restarts) =>
        sees(second, {
          state: { terminated: { exitCode: 137, at: second } },
          restarts,
          probes: { lifecycle: { postStart: { exec: { command: ['/no-such-hook', '-v'] } } } },
        }),
      ),
      hears(4, 'FailedPostStartHook', 'PostStartHook failed'),
    ],
    notBefore: 3,
    by: 6,
    says: /postStart hook of container backend \(\/no-such-hook -v\) fails: PostStartHook failed/,
  },
  {
    name: 'a program that ends now with this code and now with that, and never was Ready',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 139, 1, 139, 1])],
    notBefore: 79,
    by: 81,
    says: /exit code 1, 5×/,
  },
  {
    name: 'four crashes in a timer, which is no peer that timed out',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 1, 1, 1], 'Error', 'Error: no licence').map(withStack)],
    notBefore: 30,
    by: 39,
    says: /no licence/,
  },
  {
    name: 'a probe whose command is not in the image, each time in an attempt of another name',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, running),
      ...[3, 13, 23, 33, 43].map((second) =>
        hears(
          second,
          'Unhealthy',
          `Readiness probe errored: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${second}f7": OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown`,
        ),
      ),
    ],
    notBefore: 12,
    by: 13,
    says: /"curl": executable file not found in \$PATH$/,
  },
  {
    name: 'a probe at a port of a name that nobody has',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...running, probes: { readinessProbe: { httpGet: { path: '/ready', port: 'web' } } } }),
      hears(
        3,
        'Unhealthy',
        'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax',
      ),
    ],
    notBefore: 2,
    by: 3,
    says: /readiness \/ready answers nothing: none of its ports is called "web"$/,
  },
  {
    name: 'a command that says of itself what the kubelet says of a port',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...running, probes: { readinessProbe: { exec: { command: ['/check'] } } } }),
      hears(3, 'Unhealthy', 'Readiness probe failed: strconv.Atoi: parsing "": invalid syntax', { count: 9 }),
    ],
    notBefore: 60,
    by: 200,
    says: /strconv\.Atoi: parsing ""/,
  },
  {
    name: 'a gRPC server without the health protocol',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...running, probes: { readinessProbe: { grpc: { port: 8000 } } } }),
      hears(
        3,
        'Unhealthy',
        'Readiness probe failed: error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
        { count: 2 },
      ),
    ],
    notBefore: 12,
    by: 13,
    says: /readiness grpc 8000 answers without the gRPC health protocol$/,
  },
  {
    name: 'a folder that may not be written to, twice',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 1], 'Error', "OSError: [Errno 30] Read-only file system: '/app/db'")],
    notBefore: 3,
    by: 6,
    says: /Read-only file system/,
  },
  {
    name: 'three restarts with one exit code',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 1, 1, 1])],
    notBefore: 30,
    by: 39,
  },
  {
    name: 'the same fatal line twice',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 1], 'Error', "Error: Cannot find module './app.js'")],
    notBefore: 3,
    by: 6,
    says: /Cannot find module/,
  },
  ...['Error: REQUEST_TIMEOUT must be set', 'sqlite3.OperationalError: unable to open database file'].map(
    (line) => ({
      name: `the same fatal line twice, with a word that peers use: ${line}`,
      class: 'crash-loop' as const,
      events: [...usual, ...crashes([1, 1], 'Error', line)],
      notBefore: 3,
      by: 6,
    }),
  ),
  {
    name: 'a server that ends by itself',
    class: 'exits',
    events: [...usual, ...crashes([0, 0])],
    notBefore: 10,
    by: 12,
  },
  {
    name: 'a sidecar that ends by itself',
    class: 'exits',
    events: [
      ...usual,
      ...[2, 4].map((second, restarts) =>
        sees(second, {
          init: {
            sidecar: true,
            restarts,
            state: { terminated: { exitCode: 0, at: second, reason: 'Completed' } },
          },
        }),
      ),
    ],
    notBefore: 10,
    by: 12,
    says: /container setup ended by itself 2×/,
  },
  {
    name: 'too little memory, twice',
    class: 'out-of-memory',
    events: [...usual, ...crashes([137, 137], 'OOMKilled')],
    notBefore: 3,
    by: 5,
  },
  {
    name: 'a probe that kills a program which ends with 0',
    class: 'probe-kill',
    events: [
      ...usual,
      ...crashes([0, 0]),
      hears(5, 'Killing', 'Container backend failed startup probe, will be restarted', { count: 2 }),
    ],
    notBefore: 4,
    by: 6,
    says: /did not crash/,
  },
  {
    name: 'a readiness probe that gets 503',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', { count: 25 }),
    ],
    notBefore: 102,
    by: 104,
    says: /\/ready on port 8000 answers 503/,
  },
  {
    name: 'a readiness probe that gets 503, as the liveness probe does',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', { count: 25 }),
      hears(12, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503'),
    ],
    notBefore: 52,
    by: 54,
  },
  {
    name: 'the same, before the kill that would start the clock again',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, {
        ...running,
        probes: {
          readinessProbe: { httpGet: { path: '/ready', port: 8000 }, periodSeconds: 1 },
          livenessProbe: { httpGet: { path: '/ready', port: 8000 }, periodSeconds: 10, failureThreshold: 6 },
        },
      }),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', { count: 25 }),
      hears(12, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 503'),
    ],
    notBefore: 52,
    by: 54,
  },
  {
    name: 'another port',
    class: 'wrong-port',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: dial tcp 10.0.0.5:8000: connect: connection refused'),
      says(4, 0, 'Server listening on port 4000'),
      knocked(7, 4000),
    ],
    notBefore: 17,
    by: 18,
    says: /listens on port 4000, but is asked on port 8000/,
  },
  {
    name: 'loopback only',
    class: 'loopback-only',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: connect: connection refused'),
      says(4, 0, 'Uvicorn running on http://127.0.0.1:8000'),
      knocked(7, 8000),
    ],
    notBefore: 17,
    by: 18,
  },
  {
    name: 'a quota that nobody frees',
    class: 'quota',
    events: [...baseline(), ...refusedBy(quota, 3, 4, 7, 12)],
    notBefore: 11,
    by: 12,
    says: /quota small has no room: 1 more of pods asked for, 1 of 1 used/,
  },
  {
    name: 'a quota that is smaller than what one pod asks for, while an old pod leaves',
    class: 'quota',
    events: [
      ...baseline(),
      ...refusedBy(
        'pods "x" is forbidden: exceeded quota: small, requested: requests.cpu=200m, used: requests.cpu=50m, limited: requests.cpu=0.1',
        5,
        13,
      ),
      seen(3, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: 63, grace: 60 })),
    ],
    notBefore: 12,
    by: 14,
    says: /200m more of requests\.cpu asked for/,
  },
  {
    name: 'a RuntimeClass that is not there',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy('pods "x" is forbidden: pod rejected: RuntimeClass "gvisor" not found', 4, 8),
    ],
    notBefore: 6,
    by: 9,
    says: /the RuntimeClass gvisor does not exist/,
  },
  {
    name: 'a quota, where Events are hidden',
    class: 'quota',
    events: [...baseline(), ...newTemplate({ have: 0, failure: { message: quota, at: 2 } })],
    notBefore: 21,
    by: 22,
  },
  {
    name: 'a LimitRange',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy('pods "x" is forbidden: maximum cpu usage per Container is 100m, but limit is 500m', 3, 7),
    ],
    notBefore: 6,
    by: 7,
    says: /a LimitRange of the namespace forbids it: maximum cpu/,
  },
  {
    name: 'a webhook that denies',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy('admission webhook "guard.example.com" denied the request: no cost centre', 3, 7),
    ],
    notBefore: 6,
    by: 7,
    says: /webhook guard\.example\.com denies it: no cost centre/,
  },
  {
    name: 'a webhook that nobody answers for',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy(unanswered('dial tcp: connect: connection refused'), 3, 7, 12, 22, 42, 94),
    ],
    notBefore: 93,
    by: 94,
    says: /guard\.example\.com does not answer: Post/,
  },
  {
    name: 'a webhook whose certificate nobody trusts',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy(unanswered('tls: failed to verify certificate: x509: unknown authority'), 3, 7, 12, 22),
    ],
    notBefore: 21,
    by: 22,
    says: /guard\.example\.com does not answer: .*x509/,
  },
  {
    name: 'a webhook whose Service does not exist',
    class: 'policy',
    events: [...baseline(), ...refusedBy(unanswered('service "guard" not found'), 3, 7, 12, 22)],
    notBefore: 21,
    by: 22,
  },
  {
    name: 'an admission policy that denies',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy(
        `pods "x" is forbidden: ValidatingAdmissionPolicy 'costs' with binding 'costs' denied request: no cost centre`,
        7,
      ),
    ],
    notBefore: 6,
    by: 7,
    says: /ValidatingAdmissionPolicy costs denies it: no cost centre/,
  },
  {
    name: 'a PriorityClass that is not there',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy('pods "x" is forbidden: no PriorityClass with name gold was found', 7, 12),
    ],
    notBefore: 11,
    by: 12,
    says: /PriorityClass gold does not exist/,
  },
  {
    name: 'a namespace that is being deleted',
    class: 'object-missing',
    events: [
      ...baseline(),
      ...refusedBy(
        'pods "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
        3,
      ),
    ],
    notBefore: 2,
    by: 3,
  },
  {
    name: 'a ReplicaSet that the API server refuses',
    class: 'quota',
    events: [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 2, observed: 1, image: 'backend:2' })),
      released(1),
      ...[2, 3, 7, 13].map((second) =>
        seen(
          second,
          'Deployment',
          deployment({
            generation: 2,
            observed: 1,
            image: 'backend:2',
            updated: 0,
            progressing: {
              status: 'False',
              reason: 'ReplicaSetCreateError',
              message:
                'Failed to create new replica set "x": replicasets.apps "x" is forbidden: exceeded quota: sets, requested: count/replicasets.apps=1, used: count/replicasets.apps=2, limited: count/replicasets.apps=2',
              at: 2,
            },
          }),
        ),
      ),
    ],
    notBefore: 21,
    by: 22,
    says: /quota sets has no room: 1 more of count\/replicasets\.apps/,
  },
  {
    name: 'Pod Security',
    class: 'policy',
    events: [
      ...baseline(),
      ...refusedBy('pods "x" is forbidden: violates PodSecurity "restricted:latest"', 3, 7),
    ],
    notBefore: 6,
    by: 7,
  },
  {
    name: 'no ServiceAccount',
    class: 'service-account',
    events: [
      ...baseline(),
      ...refusedBy(
        'pods "x" is forbidden: error looking up service account shop/x: serviceaccount "web" not found',
        7,
        12,
      ),
    ],
    notBefore: 11,
    by: 12,
    says: /ServiceAccount web does not exist/,
  },
  {
    name: 'Kubernetes’ own deadline',
    class: 'no-progress',
    events: [
      ...usual,
      seen(
        70,
        'Deployment',
        deployment({
          generation: 2,
          image: 'backend:2',
          updated: 1,
          total: 2,
          progressing: {
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'ReplicaSet "shop-backend-new" has timed out progressing.',
            at: 70,
          },
        }),
      ),
    ],
    notBefore: 69,
    by: 70,
  },
  {
    name: 'a paused Deployment',
    class: 'no-progress',
    // Its revision stays that of the old ReplicaSet.
    events: [
      ...baseline(),
      seen(
        1,
        'Deployment',
        deployment({ generation: 2, image: 'backend:2', paused: true, updated: 0, revision: 1 }),
      ),
      released(1),
    ],
    notBefore: 10,
    by: 11,
  },
  {
    name: 'a Deployment that somebody pauses half-way',
    class: 'no-progress',
    events: [
      ...usual,
      sees(2, running),
      seen(
        8,
        'Deployment',
        deployment({
          generation: 3,
          image: 'backend:2',
          paused: true,
          total: 2,
          progressing: {
            status: 'Unknown',
            reason: 'DeploymentPaused',
            message: 'Deployment is paused',
            at: 8,
          },
        }),
      ),
    ],
    notBefore: 17,
    by: 18,
    says: /is paused, with 1 of 1/,
  },
  {
    name: 'a Deployment that somebody deletes',
    class: 'object-missing',
    events: [...usual, gone(5, 'Deployment', deployment({ generation: 2 }))],
    notBefore: 7,
    by: 8,
  },
  {
    name: 'a Deployment that somebody deletes before helm is done',
    class: 'object-missing',
    events: [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2' })),
      gone(2, 'Deployment', deployment({ generation: 2, image: 'backend:2' })),
      released(3),
    ],
    notBefore: 5,
    by: 6,
  },
  {
    name: 'a Deployment that somebody scales to 0',
    class: 'scaled-to-zero',
    events: [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2', updated: 1, available: 0 })),
      seen(1, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      { ...released(1), replicas: { 'shop-backend': 1 } } as RolloutEvent,
      sees(2, {}),
      sees(5, { deletionAt: 35 }),
      seen(5, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: 35 })),
      seen(6, 'Deployment', deployment({ generation: 3, image: 'backend:2', replicas: 0 })),
      seen(6, 'EndpointSlice', endpoints()),
      ...[oldGone(7), gone(7, 'Pod', pod('new-1'))],
    ],
    notBefore: 36,
    by: 37,
    says: /somebody else scaled backend to 0 during this rollout/,
  },
  {
    name: 'another version that takes its place',
    class: 'superseded',
    events: [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 2, image: 'backend:2' })),
      {
        ...released(1),
        templates: { 'shop-backend': templateKey(deployment({ image: 'backend:2' }).spec?.template) },
      } as RolloutEvent,
      seen(3, 'Deployment', deployment({ generation: 3, image: 'backend:3' })),
    ],
    notBefore: 2,
    by: 3,
    says: /backend:2 became backend:3/,
  },
  {
    name: 'another version that took its place before anybody looked',
    class: 'superseded',
    events: [
      ...baseline(),
      seen(1, 'Deployment', deployment({ generation: 3, image: 'backend:3' })),
      {
        ...released(1, 3),
        templates: { 'shop-backend': templateKey(deployment({ image: 'backend:3' }).spec?.template) },
        otherWriters: { 'shop-backend': 'kubectl-set' },
      } as RolloutEvent,
    ],
    notBefore: 0,
    by: 1,
    says: /somebody else \(kubectl-set\) changed/,
  },
  {
    name: 'an init container',
    class: 'init-failed',
    events: [
      ...usual,
      sees(40, {
        state: { waiting: { reason: 'PodInitializing' } },
        init: {
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
          last: { terminated: { exitCode: 1, at: 39 } },
          restarts: 3,
        },
      }),
    ],
    notBefore: 39,
    by: 41,
  },
  {
    name: 'a pod that dies in the soak',
    class: 'dies-after-ready',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      sees(8, { state: { terminated: { exitCode: 1, at: 8 } } }),
    ],
    notBefore: 9,
    by: 10,
  },
  {
    name: 'a pod that dies in the soak, and said why a moment after its end was seen',
    class: 'dies-after-ready',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      sees(8, { state: { terminated: { exitCode: 1, at: 8 } } }),
      says(9, 0, 'Error: the licence has run out'),
    ],
    notBefore: 8,
    by: 9,
    says: /exit code 1: Error: the licence has run out/,
  },
  {
    name: 'a pod that dies in the soak, and is Ready again before its words are read',
    class: 'dies-after-ready',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      sees(8, { state: { terminated: { exitCode: 1, at: 8 } } }),
      seen(
        9,
        'Pod',
        readyPod('new-1', 9, { created: 1, restarts: 1, last: { terminated: { exitCode: 1, at: 8 } } }),
      ),
    ],
    notBefore: 9,
    by: 10,
  },
  {
    name: 'a pod that the kernel ends in the soak, for want of memory',
    class: 'out-of-memory',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      sees(8, { state: { terminated: { exitCode: 137, reason: 'OOMKilled', at: 8 } } }),
    ],
    notBefore: 7,
    by: 8,
    says: /was Ready and then died: it used more memory than its limit/,
  },
  {
    name: 'a pod that the kernel ends in the soak, for want of memory, beside one that is Ready',
    class: 'out-of-memory',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      seen(6, 'Pod', readyPod('new-2', 6)),
      seen(6, 'EndpointSlice', endpoints('new-1', 'new-2')),
      seen(6, 'Deployment', deployment({ generation: 2, image: 'backend:2', replicas: 2 })),
      sees(8, { state: { terminated: { exitCode: 137, reason: 'OOMKilled', at: 8 } } }),
    ],
    notBefore: 7,
    by: 8,
  },
  {
    name: 'too little memory, twice, of which the kubelet says so a moment late',
    class: 'out-of-memory',
    events: [
      ...usual,
      ...crashes([137, 137]),
      sees(5, {
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting' } },
        last: { terminated: { exitCode: 137, at: 4, reason: 'OOMKilled' } },
        restarts: 1,
      }),
      sees(6, {
        state: { terminated: { exitCode: 137, at: 2, reason: 'OOMKilled' } },
        restarts: 0,
      }),
    ],
    notBefore: 4,
    by: 6,
  },
  {
    name: 'a server that ends in the soak, and refuses the liveness probe at that moment',
    class: 'dies-after-ready',
    events: [
      ...usual,
      ...takesOver(4, { probes }),
      oldGone(6),
      hears(8, 'Unhealthy', refusesLive),
      sees(8, { state: { terminated: { exitCode: 4, at: 8 } }, probes }),
    ],
    notBefore: 9,
    by: 10,
    says: /exit code 4/,
  },
  {
    name: 'a server that the liveness probe ends in the soak, before the kubelet says so',
    class: 'probe-kill',
    events: [
      ...usual,
      ...takesOver(4, { probes }),
      oldGone(6),
      hears(8, 'Unhealthy', refusesLive, { first: 6, count: 3 }),
      sees(8, { state: { terminated: { exitCode: 137, at: 8 } }, probes }),
    ],
    notBefore: 7,
    by: 8,
    says: /liveness \/live answers connection refused/,
  },
  {
    name: 'a program that crashes at each start, and looks Ready for a moment in between',
    class: 'crash-loop',
    events: [
      ...usual,
      ...crashes([1]),
      seen(4, 'Pod', readyPod('new-1', 4, { created: 1, restarts: 1 })),
      ...crashes([1, 1, 1, 1]).slice(1),
    ],
    notBefore: 30,
    by: 39,
    says: /exit code 1, 4×/,
  },
  {
    name: 'a Service that selects others',
    class: 'selector-mismatch',
    events: [
      ...usual,
      seen(1, 'Service', service({ 'app.kubernetes.io/component': 'other' })),
      ...takesOver(4),
    ],
    notBefore: 8,
    by: 9,
  },
  {
    name: 'a Service whose port no container has, in a slice that leads nowhere',
    class: 'no-endpoints',
    events: [
      ...usual,
      ...takesOver(4),
      seen(4, 'Service', {
        ...service(),
        spec: { ...service().spec, ports: [{ port: 8000, targetPort: 'web' }] },
      }),
      seen(5, 'EndpointSlice', { ...endpoints('new-1'), ports: null }),
    ],
    notBefore: 8,
    by: 9,
    says: /no container has a port named web/,
  },
  {
    name: 'a Service that serves others too',
    class: 'selector-mismatch',
    events: [
      ...usual,
      ...takesOver(4),
      oldGone(6),
      seen(6, 'ReplicaSet', ofFrontend),
      seen(6, 'Pod', readyPod('frontend-1', 1, { hash: 'frontend' })),
      seen(6, 'EndpointSlice', endpoints('new-1', 'frontend-1')),
    ],
    notBefore: 8,
    by: 9,
    says: /not the backend: frontend-1/,
  },
  {
    name: 'evictions in a row',
    class: 'evicted',
    events: [
      ...usual,
      ...[1, 2, 3].map((n) =>
        seen(2 + n, 'Pod', pod(`lost-${n}`, { created: 2, phase: 'Failed', reason: 'Evicted' })),
      ),
    ],
    notBefore: 4,
    by: 5,
  },
  {
    name: 'pods that the kubelet does not take',
    class: 'policy',
    events: [
      ...usual,
      ...[1, 2, 3].map((n) => rejected(2 + n, 'SysctlForbidden', 'forbidden sysctl: "kernel.msgmax"')),
    ],
    notBefore: 4,
    by: 5,
    says: /node-1 takes none of its pods, 3 so far \(SysctlForbidden\): forbidden sysctl/,
  },
  {
    name: 'a node without room, that pods are sent to by name',
    class: 'unschedulable',
    events: [
      ...usual,
      ...[1, 2, 3].map((n) => rejected(2 + n, 'OutOfcpu', "Node didn't have enough resource: cpu")),
    ],
    notBefore: 11,
    by: 13,
    says: /\(OutOfcpu\): Node didn't have enough resource: cpu/,
  },
  {
    name: 'a pod that outgrows its volume, and ends well each time',
    class: 'evicted',
    events: [
      ...usual,
      ...[1, 2].flatMap((n) => [
        seen(
          20 * n,
          'Event',
          kubeEvent(`lost-${n}`, 'Evicted', 'Usage of EmptyDir volume "tmp" exceeds the limit "1".', {
            first: 20 * n,
          }),
        ),
        seen(20 * n + 1, 'Pod', pod(`lost-${n}`, { created: n, phase: 'Succeeded' })),
      ]),
    ],
    notBefore: 40,
    by: 41,
    says: /2× \(Evicted\): Usage of EmptyDir volume/,
  },
  {
    name: 'a pod that outgrows its volume, ends well each time, and of which the Events got lost',
    class: 'evicted',
    events: [
      ...usual,
      ...[1, 2].map((n) =>
        seen(
          20 * n + 1,
          'Pod',
          pod(`lost-${n}`, {
            created: 20 * n - 10,
            phase: 'Succeeded',
            thrownOutAt: 20 * n,
            thrownOutFor: 'Usage of EmptyDir volume "tmp" exceeds the limit "1". ',
          }),
        ),
      ),
    ],
    notBefore: 40,
    by: 41,
    says: /2× \(TerminationByKubelet\): Usage of EmptyDir volume/,
  },
  {
    name: 'a Job whose image is not there, beside Deployments that run',
    class: 'image-not-found',
    events: [
      ...baseline(),
      released(1),
      seen(2, 'Job', jobOf({})),
      seen(2, 'Pod', podOfJob(waits('ErrImagePull', notFound))),
    ],
    notBefore: 16,
    by: 18,
    says: /^Job migrate: .*cannot pull backend:2 on node node-1: not found/,
  },
  {
    name: 'a Job that gets no pod, beside Deployments that run',
    class: 'policy',
    events: [
      ...baseline(),
      released(1),
      seen(2, 'Job', jobOf({})),
      ...[3, 5, 9].map((second) =>
        seen(second, 'Event', {
          ...kubeEvent(
            '',
            'FailedCreate',
            'Error creating: pods "migrate-x" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
            { first: 3, last: second, count: second },
          ),
          metadata: { name: 'e', uid: 'e', resourceVersion: String(900 + second) },
          involvedObject: { kind: 'Job', name: 'migrate', uid: 'job' },
        }),
      ),
    ],
    notBefore: 8,
    by: 9,
    says: /^Job migrate gets no pod: a LimitRange of the namespace forbids it/,
  },
  {
    name: 'a Job that fails without a word, beside Deployments that did not change',
    class: 'job-failed',
    events: [
      ...baseline(),
      released(1),
      seen(2, 'Job', jobOf({})),
      seen(
        8,
        'Job',
        jobOf({ type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: time(8) }),
      ),
    ],
    notBefore: 9,
    by: 10,
  },
  {
    name: 'a Job whose program says what it died of before twelve frames and a farewell',
    class: 'job-failed',
    events: [
      ...baseline(),
      released(1),
      seen(2, 'Job', jobOf({})),
      seen(2, 'Pod', podOfJob({ state: { terminated: { exitCode: 1, at: 6 } } })),
      {
        ...says(
          7,
          0,
          'seeding',
          'Error: column owner is missing',
          ...Array(12).fill('    at seed (a.js:1:9)'),
          'Node.js v20.20.2',
          'npm error A complete log of this run can be found in: /tmp/a-debug-0.log',
        ),
        pod: 'seed-1',
      } as RolloutEvent,
      seen(
        8,
        'Job',
        jobOf({
          type: 'Failed',
          status: 'True',
          reason: 'BackoffLimitExceeded',
          lastTransitionTime: time(8),
        }),
      ),
    ],
    notBefore: 7,
    by: 8,
    says: /^Job migrate failed, exit code 1: Error: column owner is missing$/,
  },
  {
    name: 'a failed Job',
    class: 'job-failed',
    events: [
      ...usual,
      seen(3, 'Job', {
        metadata: {
          name: 'migrate',
          uid: 'job',
          resourceVersion: '999',
          annotations: { 'meta.helm.sh/release-name': 'shop' },
        },
        status: {
          conditions: [
            { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'too many' },
          ],
        },
      }),
    ],
    notBefore: 2,
    by: 3,
  },
  {
    name: 'a wrong password',
    class: 'database-login',
    events: [
      ...usual,
      ...crashes([1, 1], 'Error', 'error: password authentication failed for user "shop" (28P01)'),
    ],
    notBefore: 3,
    by: 6,
    says: /cannot log in to its database/,
  },
  {
    name: 'a wrong password, while the pod merely stays unready',
    class: 'database-login',
    events: [
      ...usual,
      sees(2, running),
      ...[6, 11].map((second) => says(second, 0, 'FATAL: password authentication failed for user "shop"')),
    ],
    notBefore: 10,
    by: 11,
  },
  {
    name: 'a wrong password in an app that works on for so long that it matters',
    class: 'database-login',
    events: [
      ...usual,
      sees(2, running),
      says(6, 0, 'FATAL: password authentication failed for user "shop"', 'reading 12 templates'),
    ],
    notBefore: 49,
    by: 51,
  },
  {
    name: 'a wrong password in a log that is read again and again',
    class: 'database-login',
    events: [
      ...usual,
      sees(2, running),
      ...[6, 11, 14].map((second) =>
        says(second, 0, 'FATAL: password authentication failed for user "shop"'),
      ),
    ],
    notBefore: 10,
    by: 16,
  },
  {
    name: 'a database that does not exist',
    class: 'database-missing',
    events: [...usual, ...crashes([1, 1], 'Error', 'error: database "shopp" does not exist')],
    notBefore: 3,
    by: 6,
  },
  {
    name: 'a host that does not resolve',
    class: 'database-host',
    events: [...usual, ...crashes([1, 1, 1], 'Error', 'Error: getaddrinfo ENOTFOUND ep-typo.neon.tech')],
    notBefore: 5,
    by: 18,
  },
  {
    name: 'no TLS',
    class: 'database-tls',
    events: [
      ...usual,
      ...crashes([1, 1], 'Error', 'error: connection is insecure (try using `sslmode=require`)'),
    ],
    notBefore: 3,
    by: 6,
  },
]

describe('a rollout that cannot succeed', () => {
  it.each(failures)('$name → $class', (row) => {
    expect(
      outcome(
        row.events.filter((event) => event.at <= at(row.notBefore)),
        row.notBefore,
      ).phase,
    ).not.toBe('failed')
    const state = outcome(row.events, row.by)
    expect([state.phase, state.verdict?.class]).toEqual(['failed', row.class])
    if (row.says) expect(state.verdict?.message).toMatch(row.says)
    if (row.hints) expect(state.verdict?.hint).toMatch(row.hints)
  })

  it.each(failures)('$name: the verdict is complete', (row) => {
    const verdict = outcome(row.events, row.by).verdict!
    for (const field of [
      verdict.field,
      verdict.message,
      verdict.hint,
      verdict.whyNotTransient,
      verdict.confirmedBy,
      verdict.object.name,
    ])
      expect(field).toBeTruthy()
    expect(Date.parse(verdict.lastSeen)).toBeGreaterThanOrEqual(Date.parse(verdict.firstSeen))
    expect(verdict.count).toBeGreaterThan(0)
  })
})

const asleep = 'FATAL: the database system is starting up (SQLSTATE 57P03)'
const slow = hears(4, 'Unhealthy', 'Readiness probe failed: connect: connection refused', { count: 25 })
const losesReady = (second: number): RolloutEvent => {
  const unready = pod('new-1', { created: 1, ...running })
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: time(second) }]
  return seen(second, 'Pod', { ...unready, status: { ...unready.status, conditions } })
}
const held = (second: number): RolloutEvent => {
  const old = pod('old-1', { hash: 'old', deletionAt: 6, phase: 'Succeeded' })
  return seen(second, 'Pod', { ...old, metadata: { ...old.metadata, finalizers: ['example.com/backup'] } })
}
const otherSet = (hash: string) => {
  const set = replicaSet(hash, `other:${hash}`)
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'shop-other',
    uid: 'dep-o',
    controller: true,
  }
  return { ...set, metadata: { ...set.metadata, ownerReferences: [owner] } }
}
const otherRestart = templateKey({
  ...deployment({ image: 'backend:2' }).spec?.template,
  metadata: {
    ...deployment().spec?.template.metadata,
    annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-01T10:00:02Z' },
  },
})
/** The Service’s slice names a pod for ten seconds; nothing else than `told` is heard of it. */
const namedAhead = (pod: string, ...told: RolloutEvent[]) => [
  ...usual,
  ...takesOver(4),
  oldGone(6),
  ...told,
  seen(6, 'EndpointSlice', endpoints('new-1', pod)),
  seen(16, 'EndpointSlice', endpoints('new-1')),
]
const healthy: { name: string; events: RolloutEvent[]; until: number }[] = [
  {
    name: 'endpoints that hold a pod of which the watch has not told yet',
    events: namedAhead('new-2'),
    until: 30,
  },
  {
    name: 'endpoints that hold a pod of whose ReplicaSet the watch has not told yet',
    events: namedAhead('late-1', seen(6, 'Pod', readyPod('late-1', 5, { hash: 'late' }))),
    until: 30,
  },
  {
    name: 'a start of 90 s behind its startup probe',
    events: [
      ...usual,
      sees(2, {
        state: { running: { startedAt: 2 } },
        started: false,
        probes: {
          ...probes,
          startupProbe: { httpGet: { path: '/live', port: 8000 }, periodSeconds: 2, failureThreshold: 60 },
        },
      }),
      hears(4, 'Unhealthy', 'Startup probe failed: connect: connection refused', { count: 25 }),
      ...takesOver(92),
      oldGone(95),
    ],
    until: 105,
  },
  {
    name: 'a start of 90 s without a startup probe',
    events: [...usual, sees(2, running), slow, ...takesOver(92), oldGone(95)],
    until: 105,
  },
  {
    name: 'a pull of four minutes, longer than the deadline',
    events: [
      ...usual,
      sees(2, waits('ContainerCreating')),
      hears(2, 'Pulling', 'Pulling image "backend:2"'),
      hears(240, 'Pulled', 'Successfully pulled image'),
      ...takesOver(245),
      oldGone(248),
    ],
    until: 260,
  },
  {
    name: 'two crashes, then fine',
    events: [
      ...usual,
      ...crashes([1, 1], 'Error', 'connect ECONNREFUSED peer:80'),
      ...takesOver(20, { restarts: 2 }),
      oldGone(22),
    ],
    until: 35,
  },
  {
    name: 'a cache that is late',
    events: [
      ...usual,
      sees(
        2,
        waits(
          'CreateContainerConfigError',
          'failed to sync secret cache: timed out waiting for the condition',
        ),
      ),
      ...takesOver(30),
      oldGone(33),
    ],
    until: 45,
  },
  {
    name: 'a quota that an old pod frees',
    events: [
      ...baseline(),
      ...refusedBy(quota),
      seen(2, 'Pod', readyPod('old-2', 0, { hash: 'old', deletionAt: 32 })),
      seen(31, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      { ...oldGone(31), object: pod('old-2', { hash: 'old' }) } as RolloutEvent,
      ...takesOver(34),
      oldGone(40),
    ],
    until: 50,
  },
  { name: 'old pods that take 60 s to leave', events: [...usual, ...takesOver(4), oldGone(64)], until: 75 },
  {
    name: 'a registry that fails for a while',
    events: [
      ...usual,
      sees(2, waits('ErrImagePull', '429 toomanyrequests')),
      sees(20, waits('ImagePullBackOff', 'toomanyrequests')),
      ...takesOver(80),
      oldGone(82),
    ],
    until: 95,
  },
  {
    name: 'a registry that is in trouble, and then knows nobody until its tokens are served again',
    events: [
      ...usual,
      ...pullFails(2, 1, inTrouble),
      ...pullFails(14, 2, unauthorized),
      ...takesOver(26),
      oldGone(28),
    ],
    until: 40,
  },
  {
    name: 'a registry that says what nobody knows for a while, and then knows nobody once',
    events: [
      ...usual,
      ...pullFails(2, 1, 'unpacking went wrong'),
      ...pullFails(24, 2, unauthorized),
      ...takesOver(36),
      oldGone(38),
    ],
    until: 50,
  },
  {
    name: 'a database that sleeps',
    events: [
      ...usual,
      ...crashes([1, 1, 1, 1], 'Error', asleep),
      ...takesOver(60, { restarts: 4 }),
      oldGone(62),
    ],
    until: 80,
  },
  {
    name: 'a database that sleeps while the pod stays unready',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', { count: 25 }),
      says(6, 0, 'server refused TLS connection', asleep),
      ...takesOver(80),
      oldGone(82),
    ],
    until: 95,
  },
  {
    name: 'a webhook that starts again for 35 s',
    events: [
      ...baseline(),
      ...refusedBy(unanswered('dial tcp 10.96.0.9:443: connect: connection refused'), 3, 7, 12, 22),
      seen(43, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      ...takesOver(45),
      oldGone(47),
    ],
    until: 60,
  },
  {
    name: 'one memory kill',
    events: [...usual, ...crashes([137], 'OOMKilled'), ...takesOver(8, { restarts: 1 }), oldGone(9)],
    until: 25,
  },
  {
    name: 'a deaf old pod that is killed',
    events: [
      ...usual,
      ...takesOver(4),
      seen(
        34,
        'Pod',
        pod('old-1', { hash: 'old', deletionAt: 34, state: { terminated: { exitCode: 137, at: 34 } } }),
      ),
      oldGone(35),
    ],
    until: 45,
  },
  {
    name: 'one probe kill',
    events: [
      ...usual,
      ...crashes([0]),
      hears(5, 'Killing', 'Container backend failed liveness probe, will be restarted'),
      ...takesOver(12, { restarts: 1 }),
      oldGone(13),
    ],
    until: 25,
  },
  {
    name: 'a stale progress deadline of the revision before',
    events: [
      ...baseline(),
      seen(
        1,
        'Deployment',
        deployment({
          generation: 2,
          image: 'backend:2',
          updated: 1,
          total: 2,
          progressing: {
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'ReplicaSet "shop-backend-bad" has timed out progressing.',
            at: -60,
          },
        }),
      ),
      ...newTemplate().slice(1),
      ...takesOver(6),
      oldGone(8),
    ],
    until: 20,
  },
  ...[
    'Error: config not found at http://config:8888 (HTTP 404)',
    'Error: empty response from config service',
    'Error: secret shop/api not found in vault',
    "KeyError: 'data'",
    "TypeError: Cannot read properties of undefined (reading 'keys')",
  ].map((line) => ({
    name: `two crashes that a peer may have caused: ${line}`,
    events: [...usual, ...crashes([1, 1], 'Error', line), ...takesOver(20, { restarts: 2 }), oldGone(22)],
    until: 35,
  })),
  {
    name: 'two crashes over a file of JSON that another one was still writing',
    events: [
      ...usual,
      ...crashes([1, 1], 'Error', 'SyntaxError: Unexpected end of JSON input'),
      ...takesOver(18, { restarts: 2 }),
      oldGone(20),
    ],
    until: 32,
  },
  {
    name: 'a database that is away, told by the first run alone: the others are read before they speak',
    events: [
      ...usual,
      ...crashes([1, 1, 1, 1]),
      says(2, 0, 'Error: connect ECONNREFUSED 10.0.0.7:5432'),
      ...[4, 15, 37].map((second, index) => says(second, index + 1)),
      ...takesOver(60, { restarts: 4 }),
      oldGone(62),
    ],
    until: 75,
  },
  {
    name: 'a login that was refused, in a program that goes on without it',
    events: [
      ...usual,
      sees(2, running),
      says(5, 0, 'password authentication failed for user "reader"; using the primary', 'warming 1 of 9'),
      says(20, 0, 'password authentication failed for user "reader"; using the primary', 'warming 7 of 9'),
      ...takesOver(30),
      oldGone(32),
    ],
    until: 45,
  },
  {
    name: 'readiness that stutters long after the first answer',
    events: [
      ...usual,
      sees(2, running),
      hears(3, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
      ...takesOver(10),
      hears(55, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500', {
        first: 3,
        count: 3,
      }),
      losesReady(55),
      ...takesOver(58),
      oldGone(60),
    ],
    until: 75,
  },
  {
    name: 'an old pod that was evicted, and stays as an object',
    events: [
      seen(0, 'Pod', pod('old-0', { hash: 'old', phase: 'Failed', reason: 'Evicted' })),
      ...usual,
      ...takesOver(4),
      oldGone(6),
    ],
    until: 20,
  },
  {
    name: 'an old pod that a finalizer holds after its end',
    events: [...usual, ...takesOver(4), held(8)],
    until: 20,
  },
  {
    name: 'a quota that the other component’s old pod will free',
    events: [
      ...baseline(),
      ...refusedBy(quota, 3, 7, 12, 22),
      seen(1, 'ReplicaSet', otherSet('other-old')),
      seen(1, 'ReplicaSet', otherSet('other-new')),
      seen(1, 'Pod', readyPod('other-1', 0, { hash: 'other-old' })),
      seen(2, 'Pod', pod('other-2', { hash: 'other-new', created: 2 })),
      seen(30, 'Pod', readyPod('other-2', 30, { hash: 'other-new' })),
      seen(32, 'Pod', readyPod('other-1', 0, { hash: 'other-old', deletionAt: 62 })),
      gone(33, 'Pod', pod('other-1', { hash: 'other-old' })),
      seen(43, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      ...takesOver(46),
      oldGone(50),
    ],
    until: 65,
  },
  {
    name: 'a ServiceAccount that comes late',
    events: [
      ...baseline(),
      ...refusedBy(
        'pods "x" is forbidden: error looking up service account shop/x: serviceaccount "x" not found',
        3,
        7,
      ),
      seen(12, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      ...takesOver(14),
      oldGone(16),
    ],
    until: 30,
  },
  {
    name: 'a refusal from before this release, until it is tried again',
    events: [
      ...baseline(),
      ...newTemplate({ have: 0, failure: { message: quota, at: -100 } }),
      refused(-60, quota),
      refused(-20, quota),
      seen(40, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
      ...takesOver(44),
      oldGone(46),
    ],
    until: 60,
  },
  {
    name: 'a restart by somebody else',
    events: [
      ...baseline(),
      { ...released(1), templates: { 'shop-backend': otherRestart } } as RolloutEvent,
      ...newTemplate(),
      ...takesOver(6),
      oldGone(8),
    ],
    until: 20,
  },
  {
    name: 'a Job of somebody else that fails',
    events: [
      ...usual,
      seen(3, 'Job', {
        metadata: { name: 'backup', uid: 'job', resourceVersion: '999' },
        status: { conditions: [{ type: 'Failed', status: 'True' }] },
      }),
      ...takesOver(4),
      oldGone(6),
    ],
    until: 20,
  },
  {
    name: 'a pause of three seconds',
    events: [
      ...usual,
      seen(2, 'Deployment', deployment({ generation: 3, image: 'backend:2', paused: true, total: 2 })),
      seen(5, 'Deployment', deployment({ generation: 4, image: 'backend:2', updated: 1, total: 2 })),
      ...takesOver(8).slice(0, -1),
      seen(9, 'Deployment', deployment({ generation: 4, image: 'backend:2' })),
      oldGone(10),
    ],
    until: 25,
  },
  {
    name: 'a crash loop of the old ReplicaSet',
    events: [
      ...usual,
      seen(
        2,
        'Pod',
        pod('old-2', {
          hash: 'old',
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          last: { terminated: { exitCode: 1, at: 1 } },
          restarts: 9,
        }),
      ),
      ...takesOver(10),
      oldGone(12),
      { ...oldGone(12), object: pod('old-2', { hash: 'old' }) } as RolloutEvent,
    ],
    until: 25,
  },
]

describe('a rollout that looks ill and is not', () => {
  it.each(healthy)('$name', ({ events, until }) => {
    const state = outcome(events, until, 120)
    expect([state.phase, state.verdict]).toEqual(['complete', undefined])
  })
})

describe('the headline', () => {
  it('names the registry that never answered, once time is up', () => {
    const state = outcome([...usual, sees(2, waits('ErrImagePull', 'dial tcp: connection refused'))], 200, 60)
    expect([state.phase, state.verdict?.class]).toEqual(['timed-out', 'image-unreachable'])
  })

  it('names an old pod that uses its whole grace period, once time is up', () => {
    const began = [...usual, ...takesOver(4)]
    const deaf = seen(5, 'Pod', readyPod('old-1', 0, { hash: 'old', deletionAt: 605, grace: 600 }))
    const { phase, verdict } = outcome([...began, deaf], 70, 60)
    expect([phase, verdict?.class, verdict?.object.name]).toEqual(['timed-out', 'no-progress', 'old-1'])
    expect(verdict?.message).toMatch(/old-1 has been leaving for 5\d s: it may take 600 s to end/)
  })

  it('spares one bad pod beside a good one, and condemns two', () => {
    const bad = (name: string) => seen(3, 'Pod', pod(name, { created: 2, ...waits('ErrImageNeverPull') }))
    const good = seen(3, 'Pod', readyPod('new-ok', 3))
    expect(outcome([...usual, good, bad('new-1')], 10).phase).toBe('progressing')
    expect(outcome([...usual, good, bad('new-1'), bad('new-2')], 10).phase).toBe('failed')
  })

  it('puts the database above its client and lists the effect', () => {
    const events = [...usual, ...crashes([1, 1], 'Error', 'password authentication failed for user "shop"')]
    const both = {
      components: [
        ...target.components,
        { role: 'frontend' as const, deployment: 'shop-frontend', service: 'shop-frontend' },
      ],
    }
    const dep = deployment({ generation: 2 })
    const frontend = {
      ...dep,
      metadata: { ...dep.metadata, name: 'shop-frontend', uid: 'dep-f' },
      spec: { ...dep.spec, template: {} },
    }
    const set = replicaSet('f', 'f:1')
    const owned = {
      ...set,
      spec: { template: {} },
      metadata: {
        ...set.metadata,
        name: 'shop-frontend-f',
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'shop-frontend',
            uid: 'dep-f',
            controller: true,
          },
        ],
      },
    }
    const front = pod('front-1', { hash: 'f', created: 1, ...running })
    const state = fold(
      played(
        [
          ...events,
          seen(1, 'Deployment', frontend),
          seen(1, 'ReplicaSet', owned),
          seen(2, 'Pod', front),
          seen(
            3,
            'Event',
            kubeEvent(
              'front-1',
              'Unhealthy',
              'Readiness probe failed: HTTP probe failed with statuscode: 502',
              { first: 3 },
            ),
          ),
        ],
        8,
      ),
      both,
    )
    expect(state.verdict?.class).toBe('database-login')
    expect(state.verdict?.effects.map((one) => one.message)).toEqual([expect.stringContaining('answers 502')])
    expect(state.components.map((one) => one.state)).toEqual(['Failed', 'Updating'])
  })

  it('never judges what it cannot see', () => {
    const lost: RolloutEvent = { type: 'lost', at: at(3), message: 'ECONNRESET' }
    const events = [...usual, sees(2, waits('ErrImagePull', notFound)), lost]
    expect(outcome(events, 50).phase).toBe('progressing')
    expect(fold([...events, tick(700)]).phase).toBe('lost')
  })
})
