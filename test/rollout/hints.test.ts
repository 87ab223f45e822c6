import type { V1Pod, V1ResourceRequirements } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { fold } from './fold.ts'
import { at, seen } from './objects.ts'
import { playedWithTicks } from './replaying.ts'
import { baseline, crashes, hears, newTemplate, sees } from './story.ts'

const verdictOf = (events: RolloutEvent[], until: number) =>
  fold(playedWithTicks([...baseline(), ...newTemplate(), ...events], until), { timeoutSeconds: 600 }).verdict

const rows: [line: string, hint: RegExp][] = [
  ["Error: EROFS: read-only file system, mkdir '/app/uploads'", /backend\.writablePaths/],
  ['sqlite3.OperationalError: unable to open database file', /backend\.writablePaths/],
  [
    'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    /backend\.writablePaths/,
  ],
  [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    /limits\.memory.*heap/,
  ],
  ['Error: listen EACCES: permission denied 0.0.0.0:80', /another port than 80.*set backend\.port to 80/],
  ['nginx: [emerg] bind() to 0.0.0.0:443 failed (13: Permission denied)', /set backend\.port to 443/],
  ["Error: EACCES: permission denied, open '/run/keys/key.pem'", /user 10001 .*use \/run\/keys\/key\.pem/],
  ['nginx: [emerg] mkdir() "/var/cache/nginx" failed (13: Permission denied)', /backend\.writablePaths/],
  ['Error: listen EADDRINUSE: address already in use :::8000', /listens on that port already/],
  ["KeyError: 'API_KEY'", /give API_KEY a value: backend\.env .*backend\.secrets/],
  ['Error: Missing required environment variable STRIPE_KEY', /give STRIPE_KEY a value/],
  ['ZodError: JWT_SECRET: Required', /give JWT_SECRET a value/],
  ['ValidationError: 1 validation error for Settings: secret_key: Field required', /give SECRET_KEY a value/],
  ['panic: JWT_SECRET must be set', /give JWT_SECRET a value/],
  ["ModuleNotFoundError: No module named 'flask'", /Dockerfile install what the message names/],
  ["Error: Cannot find module 'express'", /Dockerfile install what the message names/],
  ['Error: EISDIR: illegal operation on a directory, read', /subPath.*no such key/],
  [
    'Error: request to https://auth.example.com failed, reason: unable to get local issuer certificate',
    /install ca-certificates/,
  ],
  ['Error: P3009 migrate found failed migrations in the target database', /prisma migrate resolve/],
  ['2026/11/29 18:00:00 listen tcp :80: bind: permission denied', /set backend\.port to 80/],
  [
    "ERROR:    [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
    /set backend\.port to 80/,
  ],
  ["mkdir: cannot create directory '/data/uploads': Permission denied", /backend\.writablePaths/],
  ["chown: changing ownership of '/data': Operation not permitted", /wants root’s rights/],
  ["Error: EPERM: operation not permitted, chown '/data'", /wants root’s rights/],
  ['error: failed switching to "redis": operation not permitted', /wants root’s rights/],
  ['Error: failed switching to the new catalogue', /^kubectl logs new-1/],
  ['ioctl(3): operation not permitted', /^kubectl logs new-1/],
  ['failed to create pool: permission denied for language c', /^kubectl logs new-1/],
  ['failed to create the data directory: Permission denied', /backend\.writablePaths/],
  ["Could not resolve placeholder 'STRIPE_KEY' in value", /give STRIPE_KEY a value/],
  ['Error: /app/node_modules/bcrypt/bcrypt_lib.node: invalid ELF header', /installed for another system/],
  ['Error: Missing environment variables: [STRIPE_KEY]', /give STRIPE_KEY a value/],
  [
    'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received undefined',
    /^kubectl logs new-1/,
  ],
  ['Error: [MAIN_WORKER] the queue’s config was not found', /^kubectl logs new-1/],
  ['Error: missing dependency, code ERR_NO_LAYER', /^kubectl logs new-1/],
  ['Error: DEPTH_ZERO_SELF_SIGNED_CERT: a trusted one is required', /^kubectl logs new-1/],
  [
    "/app/server: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/server)",
    /built on a newer base image/,
  ],
  [
    "/app/server: libcrypto.so.1.1: version `OPENSSL_1_1_1' not found (required by /app/server)",
    /built on a newer base image/,
  ],
  [
    "ImportError: libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by /app/lib.so)",
    /built on a newer base image/,
  ],
  ['TypeError: x is not a function', /^kubectl logs new-1/],
]

describe('what to do about a crash', () => {
  it.each(rows)('%s', (line, hint) => {
    expect(verdictOf(crashes([1, 1, 1, 1], 'Error', line), 60)?.hint).toMatch(hint)
  })
})

/** A container that somebody has put into the chart beside the component's own. */
const beside = (second: number, restarts: number, ended: object): RolloutEvent =>
  sees(second, { init: { sidecar: true, restarts, state: ended as never } })

const withLimit = (object: V1Pod, resources: V1ResourceRequirements): V1Pod => ({
  ...object,
  spec: { ...object.spec, containers: object.spec!.containers.map((one) => ({ ...one, resources })) },
})

describe('what to do about a container that k8sdeploy.yaml does not know', () => {
  it('is to be done in the chart', () => {
    const kills = [2, 4].map((second, restarts) =>
      beside(second, restarts, { terminated: { exitCode: 137, at: second, reason: 'OOMKilled' } }),
    )
    expect(verdictOf(kills, 6)?.hint).toBe(
      'raise resources.limits.memory of container setup in the chart, then: k8sdeploy up',
    )
  })

  it('is its limit, perhaps, where a kill has no reason', () => {
    const resources = { limits: { memory: '64Mi' } }
    const killed = crashes([137, 137, 137, 137]).map((event) =>
      event.type === 'seen' && event.kind === 'Pod'
        ? seen((event.at - at(0)) / 1000, 'Pod', withLimit(event.object, resources))
        : event,
    )
    const hint =
      /^137 is a kill: raise backend\.resources\.limits\.memory in k8sdeploy\.yaml if it is too low/
    expect(verdictOf(killed, 40)?.hint).toMatch(hint)
    const told = hears(3, 'Killing', 'Stopping container backend')
    expect(verdictOf([...killed, told], 40)?.hint).not.toMatch(hint)
  })

  it('names its probe there', () => {
    const killed = [
      beside(4, 0, { terminated: { exitCode: 137, at: 4 } }),
      hears(4, 'Killing', 'Container setup failed startup probe, will be restarted', { count: 2 }),
    ]
    expect(verdictOf(killed, 16)?.hint).toMatch(/correct startupProbe of container setup in the chart/)
  })

  it('is the image that the chart names', () => {
    const waiting = { reason: 'ErrImagePull', message: 'failed to resolve reference "setup:1": not found' }
    expect(verdictOf([beside(2, 0, { waiting })], 20)?.hint).toBe(
      'correct the image of container setup in the chart (or push it), then: k8sdeploy up',
    )
  })

  it.each<[reason: string, message: string, says: RegExp, hint: RegExp]>([
    [
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root (pod: x)',
      /^backend: container setup: the image runs as root/,
      /^give container setup a numeric runAsUser in the chart/,
    ],
    [
      'CreateContainerConfigError',
      "container's runAsUser breaks non-root policy (pod: x, container: y)",
      /^backend: container setup: the pod asks for user 0/,
      /runAsUser of container setup in the chart/,
    ],
    [
      'InvalidImageName',
      'bad',
      /^backend: container setup: "setup:1" is not a valid image name/,
      /^correct the image of container setup in the chart/,
    ],
    [
      'ErrImageNeverPull',
      '',
      /^backend: container setup: image setup:1 is not on node node-1/,
      /^put the image of container setup on every node/,
    ],
  ])('is said of it, not of the component: %s', (reason, message, says, hint) => {
    const verdict = verdictOf([beside(2, 0, { waiting: { reason, message } })], 20)
    expect(verdict?.message).toMatch(says)
    expect(verdict?.hint).toMatch(hint)
  })

  it('says what it died of', () => {
    const words: RolloutEvent = {
      type: 'log',
      at: at(9),
      pod: 'new-1',
      container: 'backend',
      previous: false,
      attempt: 0,
      lines: ["KeyError: 'API_KEY'", 'listening on :7001'],
    }
    const dead = { terminated: { exitCode: 7, at: 9 } }
    const events = [
      sees(2, { state: { running: { startedAt: 2 } }, ready: 3 }),
      ...[sees(9, { state: dead, restarts: 0 }), words],
      sees(10, { state: { running: { startedAt: 10 } }, ready: 10, last: dead, restarts: 1 }),
      sees(12, { state: { terminated: { exitCode: 7, at: 12 } }, restarts: 1 }),
    ]
    expect(verdictOf(events, 14)?.message).toBe(
      "backend was Ready and then died: exit code 7: KeyError: 'API_KEY'",
    )
  })
})
