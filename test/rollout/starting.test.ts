import { describe, expect, it } from 'vitest'
import type { VerdictClass } from '../../src/report.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { wantedConfirmations } from '../../src/rollout/wanted-confirmations.ts'
import { wantedKnocks } from '../../src/rollout/wanted-knocks.ts'
import { fold } from './fold.ts'
import { at, deployment, pod, released, replicaSet, seen, synced } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, crashes, hears, newTemplate, oldGone, says, sees, takesOver } from './story.ts'

const usual = [...baseline(), ...newTemplate()]
const outcome = (events: RolloutEvent[], until: number, timeoutSeconds = 600) =>
  fold(playedWithTicks(events, until), { timeoutSeconds })

const probe = { httpGet: { path: '/', port: 8000 }, periodSeconds: 2, failureThreshold: 60 }
const starting = (startedAt: number) => ({
  state: { running: { startedAt } },
  started: false,
  probes: { startupProbe: probe, readinessProbe: probe },
})
const command = { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 2, failureThreshold: 3 }
const notThere = "cat: can't open '/tmp/ready': No such file or directory"
const refused = 'dial tcp 10.0.0.5:8000: connect: connection refused'
const fails = (second: number, answer: string, kind = 'Startup', last = second) =>
  hears(second, 'Unhealthy', `${kind} probe failed: ${answer}`, { first: second, last, count: 25 })
const knocked = (second: number, ...open: number[]): RolloutEvent => ({
  type: 'knocked',
  at: at(second),
  pod: 'new-1',
  open,
  asked: [8000, 9090, 9999],
})
const cannotPull = (image: string, message: string) =>
  sees(2, { image, state: { waiting: { reason: 'ErrImagePull', message } } })
/** The kubelet tries again and again to create a container, each time one of another name. */
const neverCreated = (message: (name: string) => string, ...seconds: number[]): RolloutEvent[] =>
  seconds.flatMap((second) => [
    hears(second, 'Failed', `Error: ${message(`a${second}bc${second}de`)}`),
    sees(second, {
      state: { waiting: { reason: 'CreateContainerError', message: message(`a${second}bc${second}de`) } },
    }),
  ])
const neverStarted = (message: string) => {
  const ended = { terminated: { exitCode: 128, reason: 'StartError', message, at: 3 } }
  return sees(4, { state: { waiting: { reason: 'RunContainerError', message } }, last: ended, restarts: 1 })
}
const noProfile = 'cannot load seccomp profile "/no/such.json": open /no/such.json: no such file or directory'
const runc = 'failed to create containerd task: OCI runtime create failed: runc create failed:'
const secretIsMissing = sees(2, {
  state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "vault" not found' } },
})
const serviceIs = (second: number, name: string, exists: boolean): RolloutEvent => ({
  type: 'confirmed',
  at: at(second),
  kind: 'Service',
  name,
  exists,
})
const confirmed = (second: number, exists: boolean): RolloutEvent => ({
  type: 'confirmed',
  at: at(second),
  kind: 'Secret',
  name: 'vault',
  exists,
})

type Row = {
  name: string
  class: VerdictClass
  events: RolloutEvent[]
  notBefore: number
  by: number
  says?: RegExp
  hints?: RegExp
}

const failures: Row[] = [
  {
    name: 'a silent program on another port',
    class: 'wrong-port',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 49),
      ...[7, 17, 27, 37, 47, 57].map((second) => knocked(second, 9999)),
    ],
    notBefore: 66,
    by: 68,
    says: /listens on port 9999, but is asked on port 8000/,
  },
  {
    name: 'a silent program on loopback',
    class: 'loopback-only',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 49),
      ...[7, 17, 27].map((second) => knocked(second, 8000)),
    ],
    notBefore: 36,
    by: 38,
    says: /localhost:8000/,
  },
  {
    name: 'a silent program on loopback that its startup probe has killed once',
    class: 'loopback-only',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 23),
      ...[7, 17].map((second) => knocked(second, 8000)),
      hears(22, 'Killing', 'Container backend failed startup probe, will be restarted'),
      sees(24, { ...starting(24), restarts: 1, last: { terminated: { exitCode: 0, at: 23 } } }),
      fails(25, refused, 'Startup', 44),
      ...[29, 39].map((second) => knocked(second, 8000)),
    ],
    notBefore: 36,
    by: 38,
  },
  {
    name: 'a program that says where it listens, while nobody may knock',
    class: 'loopback-only',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 49),
      says(5, 0, 'Starting server at http://localhost:8000'),
      { ...knocked(7), asked: [] } as RolloutEvent,
    ],
    notBefore: 62,
    by: 63,
  },
  {
    name: 'a startup probe that is told 500',
    class: 'never-ready',
    events: [...usual, sees(2, starting(2)), fails(3, 'HTTP probe failed with statuscode: 500')],
    notBefore: 47,
    by: 48,
  },
  {
    name: 'a readiness probe whose command fails in other words each time',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...starting(2), started: true }),
      ...[3, 13, 23, 33, 43].map((second) => fails(second, `check ${second} failed`, 'Readiness')),
    ],
    notBefore: 30,
    by: 300,
  },
  {
    name: 'a readiness probe whose command counts the seconds',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...starting(2), started: true, probes: { readinessProbe: command } }),
      ...[3, 33, 63, 93, 113].map((second) => fails(second, `not ready for ${second} s`, 'Readiness')),
    ],
    notBefore: 122,
    by: 123,
    says: /cat \/tmp\/ready answers not ready for 113 s/,
  },
  {
    name: 'a readiness probe whose command the image does not have',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, { ...starting(2), started: true, probes: { readinessProbe: command } }),
      hears(
        3,
        'Unhealthy',
        'Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "f7": OCI runtime exec failed: exec failed: unable to start container process: exec: "cat": executable file not found in $PATH: unknown',
        { count: 9 },
      ),
    ],
    notBefore: 12,
    by: 13,
    says: /"cat": executable file not found/,
    hints: /put cat into the image/,
  },
  {
    name: 'a server that sends its readiness probe on to a port where nobody is',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        started: true,
        probes: { readinessProbe: { ...probe, failureThreshold: 3 } },
      }),
      fails(3, 'Get "https://10.0.0.5/": dial tcp 10.0.0.5:443: connect: connection refused', 'Readiness'),
      says(4, 0, 'listening on http://127.0.0.1:8000'),
      knocked(14, 8000),
      knocked(54, 8000),
    ],
    notBefore: 32,
    by: 34,
    says: /answers a redirect to https:\/\/10\.0\.0\.5\/: connection refused/,
    hints: /without a redirect/,
  },
  {
    name: 'a readiness probe that speaks TLS to a server that does not',
    class: 'never-ready',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        started: true,
        probes: { readinessProbe: { ...probe, failureThreshold: 3 } },
      }),
      fails(3, 'Get "https://10.0.0.5:8000/": http: server gave HTTP response to HTTPS client', 'Readiness'),
    ],
    notBefore: 12,
    by: 13,
    says: /answers plain HTTP, where the probe speaks HTTPS/,
    hints: /scheme of readinessProbe in the chart/,
  },
  {
    name: 'a whole budget used up, and a second start that is no better',
    class: 'probe-kill',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused),
      hears(122, 'Killing', 'Container backend failed startup probe, will be restarted'),
      sees(124, { ...starting(124), restarts: 1, last: { terminated: { exitCode: 0, at: 123 } } }),
    ],
    notBefore: 153,
    by: 155,
    says: /did not crash: Kubernetes killed it 1×/,
    hints: /listen on 0\.0\.0\.0:8000/,
  },
  {
    name: 'an image whose tag looks like an answer',
    class: 'image-not-found',
    events: [
      ...usual,
      cannotPull('shop/timeout-503:429', 'failed to resolve reference "shop/timeout-503:429": not found'),
    ],
    notBefore: 16,
    by: 17,
    says: /: not found$/,
  },
  {
    name: 'a command whose words are one',
    class: 'cannot-start',
    events: [
      ...usual,
      neverStarted(`${runc} exec: "node server.js": executable file not found in $PATH: unknown`),
    ],
    notBefore: 3,
    by: 5,
    hints: /each word of the command on its own/,
  },
  {
    name: 'an image that names no program',
    class: 'cannot-start',
    events: [
      ...usual,
      ...neverCreated((name) => `failed to generate container "${name}" spec: no command specified`, 2, 3),
    ],
    notBefore: 2,
    by: 3,
    says: /its image names no program to run$/,
    hints: /CMD or ENTRYPOINT/,
  },
  {
    name: 'an image that does not know its own user',
    class: 'cannot-start',
    events: [
      ...usual,
      ...neverCreated(
        (name) => `mount callback failed on /tmp/containerd-mount${name}: no users found`,
        2,
        3,
      ),
    ],
    notBefore: 2,
    by: 3,
    says: /does not know the user/,
    hints: /USER 10001/,
  },
  {
    name: 'a profile that the node does not have',
    class: 'cannot-start',
    events: [
      ...usual,
      ...neverCreated(() => noProfile, 2),
      hears(16, 'Failed', `Error: ${noProfile}`, { count: 3, first: 2 }),
    ],
    notBefore: 16,
    by: 17,
    hints: /seccompProfile/,
  },
  {
    name: 'a container that cannot be created, for a reason that nobody knows',
    class: 'cannot-start',
    events: [...usual, ...neverCreated((name) => `failed to mount ${name}: invalid argument`, 2, 3, 18)],
    notBefore: 16,
    by: 19,
    says: /invalid argument/,
  },
  {
    name: 'a script that calls what the image does not have',
    class: 'cannot-start',
    events: [...usual, ...crashes([127, 127], 'Error', '/start.sh: line 4: gunicorn: not found')],
    notBefore: 3,
    by: 6,
    says: /cannot start: \/start\.sh: line 4: gunicorn: not found$/,
    hints: /install in the image/,
  },
  {
    name: 'a working directory that is none',
    class: 'cannot-start',
    events: [
      ...usual,
      neverStarted(
        `${runc} unable to start container process: error during container init: mkdir /etc/passwd: not a directory: unknown`,
      ),
    ],
    notBefore: 3,
    by: 4,
    says: /cannot start: mkdir \/etc\/passwd: not a directory$/,
    hints: /workingDir/,
  },
  {
    name: 'a working directory that is no absolute path',
    class: 'cannot-start',
    events: [...usual, neverStarted(`${runc} Cwd must be an absolute path: unknown`)],
    notBefore: 3,
    by: 4,
    says: /cannot start: Cwd must be an absolute path$/,
  },
  {
    name: 'a folder mounted over a file',
    class: 'mount',
    events: [
      ...usual,
      neverStarted(
        `${runc} error mounting "/pods/x" to rootfs at "/etc/passwd": mount /pods/x:/etc/passwd (via /proc/self/fd/6), flags: 0x5001: not a directory: unknown`,
      ),
    ],
    notBefore: 3,
    by: 4,
    says: /\/etc\/passwd cannot be mounted: not a directory$/,
  },
  {
    name: 'a name that reads like an answer, and stands in an address',
    class: 'image-denied',
    events: [
      ...usual,
      cannotPull(
        'r.example/geoffrey/timeout-503:429',
        'failed to resolve reference "r.example/geoffrey/timeout-503:429": unexpected status from HEAD request to https://r.example/v2/geoffrey/timeout-503/manifests/429: 403 Forbidden',
      ),
    ],
    notBefore: 16,
    by: 17,
    says: /access denied$/,
  },
  {
    name: 'a registry that refuses a pod whose pull secret nobody made',
    class: 'image-denied',
    events: [
      ...usual,
      hears(
        2,
        'FailedToRetrieveImagePullSecret',
        'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
      ),
      cannotPull(
        'r.example/shop/backend:2',
        'pull access denied, authorization failed: no basic auth credentials',
      ),
    ],
    notBefore: 31,
    by: 32,
    says: /access denied; its pull secret regcred does not exist/,
    hints: /kubectl create secret docker-registry regcred -n shop --docker-server=r\.example,/,
  },
  {
    name: 'a Secret that nobody makes',
    class: 'config-missing',
    events: [...usual, secretIsMissing, confirmed(10, false)],
    notBefore: 9,
    by: 10,
  },
  {
    name: 'a restart that repeats what no restart can change',
    class: 'crash-loop',
    events: [...usual, ...crashes([1, 1], 'Error', "KeyError: 'API_KEY'")],
    notBefore: 3,
    by: 6,
    says: /KeyError: 'API_KEY'/,
  },
  {
    name: 'a Service that is not there, asked for by a name from a compose file',
    class: 'crash-loop',
    events: [
      ...usual,
      ...crashes(
        [1, 1, 1],
        'Error',
        'nginx: [emerg] host not found in upstream "api" in /etc/nginx/a.conf:8',
      ),
      serviceIs(48, 'api', false),
    ],
    notBefore: 47,
    by: 48,
    says: /host not found in upstream "api"/,
    hints: /no Service of this namespace is called api/,
  },
  {
    name: 'a database that is no Service, where the resolver has no answer',
    class: 'database-host',
    events: [
      ...usual,
      ...crashes([1, 1, 1], 'Error', 'Error: getaddrinfo EAI_AGAIN postgres'),
      says(17, 2, 'Error: getaddrinfo EAI_AGAIN postgres', '    at node_modules/pg/lib/client.js'),
      serviceIs(48, 'postgres', false),
    ],
    notBefore: 47,
    by: 48,
  },
  {
    name: 'an init container that waits for a Service that is not there',
    class: 'init-failed',
    events: [
      ...usual,
      sees(2, {
        state: { waiting: { reason: 'PodInitializing', message: '' } },
        init: { state: { running: { startedAt: 2 } } },
      }),
      { ...says(8, 0, "nc: bad address 'db'"), container: 'setup' } as RolloutEvent,
      { ...says(53, 0, 'waiting for db', "nc: bad address 'db'"), container: 'setup' } as RolloutEvent,
      serviceIs(53, 'db', false),
    ],
    notBefore: 52,
    by: 53,
    says: /init container setup does not end: it waits for db/,
    hints: /no Service of this namespace is called db/,
  },
  {
    name: 'a database that is no Service',
    class: 'database-host',
    hints: /no Service of this namespace is called postgres.*DATABASE_URL/,
    events: [
      ...usual,
      ...crashes([1, 1, 1], 'Error', 'Error: getaddrinfo ENOTFOUND postgres'),
      says(17, 2, 'Error: getaddrinfo ENOTFOUND postgres', '    at node_modules/pg/lib/client.js'),
      serviceIs(48, 'postgres', false),
    ],
    notBefore: 47,
    by: 48,
  },
  {
    name: 'an init that has to be process 1, and is not',
    class: 'crash-loop',
    events: [...usual, ...crashes([100, 100], 'Error', 's6-overlay-suexec: fatal: can only run as pid 1')],
    notBefore: 3,
    by: 6,
    says: /can only run as pid 1/,
    hints: /rollout\.shareProcessNamespace to false/,
  },
]

describe('what keeps a program from running', () => {
  it.each(failures)('$name → $class', (row) => {
    const early = row.events.filter((event) => event.at <= at(row.notBefore))
    expect(outcome(early, row.notBefore).phase).toBe('progressing')
    const { phase, verdict } = outcome(row.events, row.by)
    expect([phase, verdict?.class]).toEqual(['failed', row.class])
    expect(verdict?.message).toMatch(row.says ?? /./)
    expect(verdict?.hint).toMatch(row.hints ?? /./)
  })
})

const healthy: { name: string; events: RolloutEvent[]; until: number }[] = [
  {
    name: 'a program that opens its metrics first',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused),
      knocked(7, 9090),
      ...takesOver(15),
      oldGone(16),
    ],
    until: 25,
  },
  {
    name: 'a program that opens the port of its machines first, and works on',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 28),
      says(6, 0, 'API for workers is listening on 0.0.0.0:50051', 'loaded 1 of 9 shards'),
      says(21, 0, 'API for workers is listening on 0.0.0.0:50051', 'loaded 8 of 9 shards'),
      ...takesOver(30),
      oldGone(31),
    ],
    until: 45,
  },
  {
    name: 'a program that says where it will listen, and then works for a while',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 43),
      says(5, 0, 'Starting server at http://localhost:8000'),
      ...[7, 17, 27, 37].map((second) => knocked(second)),
      ...takesOver(45),
      oldGone(46),
    ],
    until: 60,
  },
  {
    name: 'a program that says where it will listen, and is knocked at just after it opened',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 25),
      says(5, 0, 'Starting server at http://localhost:8000'),
      ...[7, 17].map((second) => knocked(second)),
      knocked(27, 8000),
      ...takesOver(29),
      oldGone(30),
    ],
    until: 45,
  },
  {
    name: 'a program that warms up on loopback',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 23),
      knocked(7, 8000),
      knocked(17, 8000),
      ...takesOver(25),
      oldGone(26),
    ],
    until: 40,
  },
  {
    name: 'a silent program that opens the port of its machines first',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 43),
      ...[7, 17, 27, 37].map((second) => knocked(second, 50051)),
      ...takesOver(45),
      oldGone(46),
    ],
    until: 60,
  },
  {
    name: 'a port that opens before the kubelet tells of the run that opened it',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 12),
      knocked(17, 8000),
      knocked(27, 8000),
      knocked(37, 8000),
      ...takesOver(40, { restarts: 1 }),
      oldGone(41),
    ],
    until: 55,
  },
  {
    name: 'a log that tells of the metrics first',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused, 'Startup', 30),
      says(5, 0, 'metrics server listening on port 9090'),
      ...takesOver(40),
      oldGone(41),
    ],
    until: 55,
  },
  {
    name: 'ends with code 0, from a kubelet that tells of nothing for half a minute',
    events: [
      ...usual,
      ...[4, 14].map((second, attempt) =>
        sees(second, {
          ...starting(2),
          state: { terminated: { exitCode: 0, at: second } },
          restarts: attempt,
        }),
      ),
      hears(40, 'Killing', 'Container backend failed startup probe, will be restarted'),
      ...takesOver(41, { restarts: 2 }),
      oldGone(42),
    ],
    until: 55,
  },
  {
    name: 'a sidecar that has been listening all along',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        spec: {
          containers: [
            { name: 'backend', image: 'backend:2', startupProbe: probe },
            { name: 'proxy', image: 'proxy:1', ports: [{ containerPort: 9901 }] },
          ],
        },
      }),
      fails(3, refused),
      knocked(7, 9901),
      knocked(17, 9901),
      knocked(27, 9901),
      ...takesOver(60),
      oldGone(61),
    ],
    until: 75,
  },
  {
    name: 'a readiness of 503 for 90 s',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        started: true,
        probes: { readinessProbe: { ...probe, failureThreshold: 2 } },
      }),
      fails(3, 'HTTP probe failed with statuscode: 503', 'Readiness'),
      ...takesOver(93),
      oldGone(94),
    ],
    until: 105,
  },
  {
    name: 'a readiness of NOT_SERVING for 90 s',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        started: true,
        probes: { readinessProbe: { grpc: { port: 8000 }, periodSeconds: 1, failureThreshold: 2 } },
      }),
      fails(3, 'service unhealthy (responded with "NOT_SERVING")', 'Readiness'),
      ...takesOver(93),
      oldGone(94),
    ],
    until: 105,
  },
  {
    name: 'a readiness of 503 for 90 s, as its liveness probe allows',
    events: [
      ...usual,
      sees(2, {
        ...starting(2),
        started: true,
        probes: {
          readinessProbe: { ...probe, failureThreshold: 2 },
          livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 10 },
        },
      }),
      fails(3, 'HTTP probe failed with statuscode: 503', 'Readiness'),
      fails(3, 'HTTP probe failed with statuscode: 503', 'Liveness'),
      ...takesOver(93),
      oldGone(94),
    ],
    until: 118,
  },
  {
    name: 'a start of 90 s behind a command that finds nothing yet',
    events: [
      ...usual,
      sees(2, { ...starting(2), started: true, probes: { readinessProbe: command } }),
      fails(3, notThere, 'Readiness', 90),
      ...takesOver(92),
      oldGone(93),
    ],
    until: 105,
  },
  {
    name: 'a start of 90 s behind a startup probe’s command without words',
    events: [
      ...usual,
      sees(2, { ...starting(2), probes: { startupProbe: { ...command, failureThreshold: 60 } } }),
      fails(3, '', 'Startup', 90),
      ...takesOver(92),
      oldGone(93),
    ],
    until: 105,
  },
  {
    name: 'a command that is refused, while the log tells of a port',
    events: [
      ...usual,
      sees(2, { ...starting(2), started: true, probes: { readinessProbe: command } }),
      fails(3, 'curl: (7) Failed to connect to localhost port 9000: Connection refused', 'Readiness', 90),
      says(4, 0, 'listening on 0.0.0.0:8000'),
      ...takesOver(92),
      oldGone(93),
    ],
    until: 105,
  },
  {
    name: 'one kill by the startup probe',
    events: [
      ...usual,
      sees(2, starting(2)),
      fails(3, refused),
      hears(122, 'Killing', 'Container backend failed startup probe, will be restarted'),
      sees(124, { ...starting(124), restarts: 1, last: { terminated: { exitCode: 0, at: 123 } } }),
      ...takesOver(140, { restarts: 1 }),
      oldGone(142),
    ],
    until: 155,
  },
  {
    name: 'two crashes with an error that says nothing of its kind',
    events: [
      ...usual,
      ...crashes([1, 1], 'Error', 'Error: boom'),
      ...takesOver(20, { restarts: 2 }),
      oldGone(22),
    ],
    until: 35,
  },
  {
    name: 'four crashes of a proxy whose upstream has no name yet',
    events: [
      ...usual,
      ...crashes(
        [1, 1, 1, 1],
        'Error',
        'nginx: [emerg] host not found in upstream "api" in /etc/nginx/a.conf:3',
      ),
      ...takesOver(80),
      oldGone(81),
    ],
    until: 95,
  },
  {
    name: 'three crashes, and a fourth run that is still young',
    events: [
      ...usual,
      ...crashes([1, 1, 1]),
      sees(36, {
        state: { running: { startedAt: 36 } },
        restarts: 3,
        last: { terminated: { exitCode: 1, at: 16 } },
      }),
      ...takesOver(40, { restarts: 3 }),
      oldGone(42),
    ],
    until: 55,
  },
  {
    name: 'a container that could not be created once, and then crashed twice',
    events: [
      ...usual,
      ...neverCreated(() => 'failed to mount rootfs: invalid argument', 2, 3),
      ...crashes([1, 1]).map((event) => ({ ...event, at: event.at + 5000 })),
      ...takesOver(40),
      oldGone(41),
    ],
    until: 55,
  },
  {
    name: 'a runtime that is too busy to create a container in time',
    events: [
      ...usual,
      ...neverCreated(
        (name) => `failed to reserve container name "backend_${name}": context deadline exceeded`,
        2,
        18,
        40,
        60,
      ),
      ...takesOver(70),
      oldGone(71),
    ],
    until: 85,
  },
  {
    name: 'a pull error that nobody knows, for two minutes',
    events: [
      ...usual,
      cannotPull('backend:2', 'unexpected media type text/html'),
      ...takesOver(120),
      oldGone(121),
    ],
    until: 135,
  },
]

describe('what looks ill while it starts, and is not', () => {
  it.each(healthy)('$name', ({ events, until }) => {
    const { phase, verdict } = outcome(events, until)
    expect([phase, verdict]).toEqual(['complete', undefined])
  })
})

describe('a liveness probe of its own', () => {
  const living = (startedAt: number) => ({
    state: { running: { startedAt } },
    started: true,
    probes: {
      readinessProbe: { httpGet: { path: '/ready', port: 8000 } },
      livenessProbe: { httpGet: { path: '/live', port: 8000 }, periodSeconds: 10 },
    },
  })

  it('is waited for until it has been asked', () => {
    const events = [...usual, ...takesOver(4, living(3)), oldGone(5)]
    expect(outcome(events, 13).phase).toBe('progressing')
    expect(outcome(events, 14).phase).toBe('complete')
  })

  it('is waited for from when a slow start is over', () => {
    const { probes, ...rest } = living(3)
    const startupProbe = { tcpSocket: { port: 8000 }, periodSeconds: 2, failureThreshold: 60 }
    const slow = { ...rest, probes: { ...probes, startupProbe } }
    const events = [...usual, ...takesOver(30, slow), oldGone(31)]
    expect(outcome(events, 40).phase).toBe('progressing')
    expect(outcome(events, 41).phase).toBe('complete')
  })

  it('holds the end back while readiness fails again', () => {
    const failing = hears(8, 'Unhealthy', 'Readiness probe failed: context deadline exceeded', { first: 8 })
    const events = [...usual, ...takesOver(4, { ...living(-60), probes: living(3).probes }), oldGone(5)]
    expect(outcome(events, 12).phase).toBe('complete')
    expect(outcome([...events, failing], 12).phase).toBe('progressing')
    expect(outcome([...events, failing], 40).phase).toBe('complete')
  })

  it('holds the end back while it fails, and names the kill that follows', () => {
    const failing = hears(12, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404')
    const events = [...usual, ...takesOver(4, living(3)), oldGone(5), failing]
    expect(outcome(events, 25).phase).toBe('progressing')
    const killed = sees(33, { ...living(3), state: { terminated: { exitCode: 0, at: 33 } } })
    const { phase, verdict } = outcome([...events, killed], 34)
    expect([phase, verdict?.class]).toEqual(['failed', 'probe-kill'])
  })
})

describe('a probe that fails while the pod is Ready, and has no effect', () => {
  const patient = { periodSeconds: 20, failureThreshold: 60 }
  const living = (livenessProbe: object) => ({
    probes: { readinessProbe: { httpGet: { path: '/ready', port: 8000 } }, livenessProbe },
  })
  const wrongPath = living({ httpGet: { path: '/gone', port: 8000 }, ...patient })
  const notFound = 'Liveness probe failed: HTTP probe failed with statuscode: 404'
  /** As the kubelet tells it: one Event, that counts. */
  const answers = (message: string, seconds: number[]) =>
    seconds.map((second, index) =>
      hears(second, 'Unhealthy', message, { first: seconds[0], count: index + 1 }),
    )
  const each20s = [10, 30, 50, 70, 90, 110]
  const begun = (shape: Parameters<typeof pod>[1]) => [...usual, ...takesOver(4, shape), oldGone(5)]

  it('is waited for until the deadline, and named then', () => {
    const events = [...begun(wrongPath), ...answers(notFound, each20s)]
    expect(outcome(events, 99, 100).phase).toBe('progressing')
    const { phase, verdict } = outcome(events, 101, 100)
    expect([phase, verdict?.class]).toEqual(['timed-out', 'probe-kill'])
    expect(verdict?.message).toMatch(
      /is Ready, but its liveness probe \/gone on port 8000 answers 404, 5×: Kubernetes kills it after 60 such answers, 20 s apart/,
    )
  })

  it('is none that keeps a release from its end when it fails now and then', () => {
    const events = [...begun(wrongPath), ...answers(notFound, [10, 94])]
    expect(outcome(events, 101, 100).phase).toBe('complete')
  })

  it('does not end a soak that began just before the deadline', () => {
    const events = [...usual, ...takesOver(94, wrongPath), oldGone(95), ...answers(notFound, [97])]
    expect(outcome(events, 100, 98).phase).toBe('progressing')
    expect(outcome(events, 116, 98).phase).toBe('complete')
  })

  it('does not hold the end back when the kubelet cannot ask it, and is told of', () => {
    const nowhere = living({ httpGet: { path: '/live', port: 'web' }, periodSeconds: 10 })
    const unknown =
      'Liveness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax'
    const { phase, warnings } = outcome([...begun(nowhere), ...answers(unknown, [3, 13])], 40)
    expect(phase).toBe('complete')
    expect(warnings[0]).toMatch(/its liveness probe \/live answers nothing: .*"web".*protects nothing/)
  })
})

describe('questions that settle a suspicion', () => {
  it('gives a Secret eight seconds to be made before it asks for it', () => {
    const begun = [...usual, secretIsMissing]
    expect(wantedConfirmations(outcome(begun, 9))).toEqual([])
    expect(wantedConfirmations(outcome(begun, 10))).toMatchObject([{ kind: 'Secret', name: 'vault' }])
  })
  it('is asked about again while it is not there, where it is a Service', () => {
    const events = [...usual, ...crashes([1], 'Error', 'dial tcp: lookup api on 10.96.0.10:53: no such host')]
    const absent = [...events, serviceIs(48, 'api', false)]
    const keys = [49, 66, 67].map((second) => wantedConfirmations(outcome(absent, second))[0]?.key)
    expect(keys[0]).not.toBe(keys[1])
    expect(keys[1]).toBe(keys[2])
    expect(wantedConfirmations(outcome([...absent, serviceIs(60, 'api', true)], 70))).toEqual([])
  })
  it('is asked about 45 s after it was first missed, where it is a Service', () => {
    const events = [...usual, ...crashes([1], 'Error', 'dial tcp: lookup api on 10.96.0.10:53: no such host')]
    expect(wantedConfirmations(outcome(events, 46))).toEqual([])
    expect(wantedConfirmations(outcome(events, 47))).toMatchObject([{ kind: 'Service', name: 'api' }])
  })

  it('knocks where the variables, and habit, say that it may listen', () => {
    const listens = { ...starting(2), spec: undefined }
    const configured = pod('new-1', {
      created: 1,
      ...listens,
      probes: { ...listens.probes, env: [{ name: 'LISTEN', value: '0.0.0.0:8123' }] },
    })
    const begun = [...usual, seen(2, 'Pod', configured), fails(3, refused)]
    expect(wantedKnocks(outcome(begun, 6))).toEqual([])
    const [knock] = wantedKnocks(outcome(begun, 8))
    expect(knock?.ports.slice(0, 2)).toEqual([8000, 8123])
    expect(knock?.ports).toContain(3000)
  })

  it('knocks on nobody’s door who answers', () => {
    const begun = [...usual, sees(2, starting(2)), fails(3, 'HTTP probe failed with statuscode: 500')]
    expect(wantedKnocks(outcome(begun, 20))).toEqual([])
  })
})

/** The run before left this behind; `up` was started again and changed nothing. */
const leftOver = (shape: Parameters<typeof pod>[1], ...about: RolloutEvent[]): RolloutEvent[] => [
  seen(
    0,
    'Deployment',
    deployment({ generation: 2, image: 'backend:2', updated: 1, total: 2, available: 1 }),
  ),
  seen(0, 'ReplicaSet', replicaSet('new', 'backend:2', { revision: 2 })),
  seen(0, 'Pod', pod('new-1', { created: -300, ...shape })),
  ...about,
  ...synced(0),
  released(1),
]
const ended = (second: number) => ({ terminated: { exitCode: 1, at: second } })
const backOff = (restarts: number, lastAt: number) => ({
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting' } },
  last: ended(lastAt),
  restarts,
})
const noImage = { state: { waiting: { reason: 'ImagePullBackOff', message: 'backend:2: not found' } } }
const pullFailed = (second: number, count: number) =>
  hears(second, 'Failed', 'Failed to pull image "backend:2": not found', { first: -300, count })

describe('what the run before left behind', () => {
  const leftOvers: Row[] = [
    {
      name: 'a crash loop counts once it has crashed again',
      class: 'crash-loop',
      events: [...leftOver(backOff(5, -20)), sees(21, backOff(6, 20))],
      notBefore: 20,
      by: 21,
    },
    {
      name: 'an image is missing once the kubelet has asked again',
      class: 'image-not-found',
      events: [
        ...leftOver(noImage, pullFailed(-20, 4)),
        hears(10, 'Failed', 'Error: ImagePullBackOff', { count: 9 }),
        pullFailed(30, 5),
      ],
      notBefore: 29,
      by: 30,
    },
    {
      name: 'a Secret is missing once the API server was asked',
      class: 'config-missing',
      events: [
        ...leftOver({
          state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "vault" not found' } },
        }),
        confirmed(6, false),
      ],
      notBefore: 5,
      by: 6,
    },
  ]

  it.each(leftOvers)('$name', (row) => {
    expect(
      outcome(
        row.events.filter((one) => one.at <= at(row.notBefore)),
        row.notBefore,
      ).phase,
    ).toBe('progressing')
    const { phase, verdict } = outcome(row.events, row.by)
    expect([phase, verdict?.class]).toEqual(['failed', row.class])
  })

  it('is forgotten when somebody repaired it', () => {
    const repaired = [...leftOver(backOff(5, -20)), ...takesOver(20, { restarts: 6 }), oldGone(21)]
    expect(outcome(repaired, 40).phase).toBe('complete')
  })

  it('is still told at the deadline', () => {
    const state = fold(playedWithTicks(leftOver(noImage, pullFailed(-20, 4)), 70), { timeoutSeconds: 60 })
    expect([state.phase, state.verdict?.class]).toEqual(['timed-out', 'image-not-found'])
  })
})

it('tells what an init container that does not end holds back', () => {
  const hanging = sees(2, { init: { state: { running: { startedAt: 2 } } } })
  const state = fold(playedWithTicks([...usual, hanging, says(5, 0, 'waiting')], 70), { timeoutSeconds: 60 })
  expect([state.phase, state.verdict?.class]).toEqual(['timed-out', 'init-failed'])
})

it('tells what a hook that does not end holds back', () => {
  const creating = sees(2, {
    probes: { lifecycle: { postStart: { exec: { command: ['sleep', '3600'] } } } },
  })
  const started = hears(3, 'Started', 'Started container backend')
  const state = fold(playedWithTicks([...usual, creating, started], 70), { timeoutSeconds: 60 })
  expect([state.phase, state.verdict?.class]).toEqual(['timed-out', 'cannot-start'])
  expect(state.verdict?.message).toMatch(/postStart hook of container backend \(sleep 3600\) does not end/)
})

describe('a readiness gate', () => {
  const gated = {
    containersReady: true,
    state: { running: { startedAt: 2 } },
    spec: { readinessGates: [{ conditionType: 'example.com/balanced' }] },
  }

  it('is named when nobody opens it', () => {
    const state = fold(playedWithTicks([...usual, sees(3, gated)], 70), { timeoutSeconds: 60 })
    expect([state.phase, state.verdict?.class]).toEqual(['timed-out', 'never-ready'])
    expect(state.verdict?.message).toMatch(/gate example\.com\/balanced is closed: nobody has set it/)
    expect(state.pods.map((one) => one.waitingFor)).toContain(
      'waiting for the readiness gate example.com/balanced: nobody has set it',
    )
  })

  it('may be opened late', () => {
    const opened = [...usual, sees(3, gated), ...takesOver(50), oldGone(51)]
    expect(outcome(opened, 65).phase).toBe('complete')
  })
})
