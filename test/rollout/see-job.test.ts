import { describe, expect, it } from 'vitest'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { type JobSight, seeJob } from '../../src/rollout/verdicts/see-job.ts'
import { wantedConfirmations } from '../../src/rollout/wanted-confirmations.ts'
import { wantedNodes } from '../../src/rollout/wanted-nodes.ts'
import { fold } from './fold.ts'
import { at, gone, kubeEvent, type PodShape, pod, seen, time } from './objects.ts'
import { baseline } from './story.ts'

let version = 1000
const job = (type?: 'Complete' | 'Failed', second = 0, reason = 'BackoffLimitExceeded') => ({
  metadata: {
    name: 'shop-backend-migrate',
    uid: 'job',
    resourceVersion: String(++version),
    creationTimestamp: time(1),
    labels: { 'app.kubernetes.io/instance': 'shop' },
  },
  status: {
    conditions: type
      ? [{ type, status: 'True', reason, message: 'limit reached', lastTransitionTime: time(second) }]
      : [],
  },
})
const made = seen(1, 'Job', job())
const owner = { kind: 'Job', name: 'shop-backend-migrate', uid: 'job', controller: true }
const has = (second: number, shape: PodShape): RolloutEvent => {
  const one = pod('m-1', { created: 1, phase: 'Pending', ...shape })
  return seen(second, 'Pod', { ...one, metadata: { ...one.metadata, ownerReferences: [owner] } })
}
/** The Job's controller tries again after pauses that double. */
const refused = (message: string, ...seconds: number[]): RolloutEvent[] =>
  seconds.map((second) =>
    seen(second, 'Event', {
      ...kubeEvent('', 'FailedCreate', `Error creating: pods "m-x${second}" is forbidden: ${message}`, {
        first: second,
        last: second,
      }),
      involvedObject: { kind: 'Job', name: owner.name, uid: 'job' },
    }),
  )
const hears = (second: number, reason: string, message: string, count = 1): RolloutEvent =>
  seen(second, 'Event', kubeEvent('m-1', reason, message, { first: 2, last: second, count }))
const says = (second: number, container: string, ...lines: string[]): RolloutEvent => ({
  type: 'log',
  at: at(second),
  pod: 'm-1',
  container,
  previous: false,
  lines,
  attempt: 0,
})
const ends = (exitCode: number, reason = 'Error', message = ''): RolloutEvent[] => [
  has(4, { phase: 'Failed', state: { terminated: { exitCode, reason, message, at: 4 } } }),
  seen(5, 'Job', job('Failed', 5)),
]
const waits = (reason: string, message: string) => has(2, { state: { waiting: { reason, message } } })

const look = (events: RolloutEvent[], second: number): JobSight => {
  const component = { role: 'backend' as const, deployment: 'shop-backend-migrate', service: '' }
  const { memory } = fold([...baseline(), made, ...events])
  return seeJob(memory, 'job', { component, title: 'the migration' }, at(second))
}

const quota = 'exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1'
const tried = [2, 3, 5, 9, 17]
const volume = 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found'
const absent: RolloutEvent = { type: 'confirmed', at: at(11), kind: 'Secret', name: 'keys', exists: false }
const gets = (says: string) => new RegExp(`^the migration gets no pod: ${says}`)

describe('a migration that cannot begin', () => {
  it.each<[what: string, events: RolloutEvent[], after: number, by: number, name: string, says: RegExp]>([
    ['a quota that is full', refused(quota, ...tried), 10, 17, 'quota', gets('quota small has no room')],
    [
      'a LimitRange',
      refused('maximum cpu usage per Container is 100m, but limit is 1', 2, 3, 5, 9),
      5,
      9,
      'policy',
      gets('a LimitRange'),
    ],
    [
      'Pod Security',
      refused('violates PodSecurity "restricted:latest": x', 2, 5, 9),
      5,
      9,
      'policy',
      gets(''),
    ],
    [
      'a PriorityClass that is not there',
      refused('no PriorityClass with name gold was found', ...tried),
      10,
      17,
      'policy',
      gets('the PriorityClass gold does not exist'),
    ],
    [
      'a Secret that its volume asks for',
      [has(2, {}), hears(4, 'FailedMount', volume, 3), absent],
      10,
      13,
      'mount',
      /^the migration cannot start: its volumes cannot be mounted on node node-1: .*secret "keys" not found/,
    ],
    [
      'an image that is not there',
      [waits('ErrImagePull', 'backend:2: not found')],
      16,
      18,
      'image-not-found',
      /^the migration cannot start: cannot pull backend:2 on node node-1: not found/,
    ],
    [
      'the image of an init container',
      [
        has(2, {
          state: { waiting: { reason: 'PodInitializing' } },
          init: { state: { waiting: { reason: 'ErrImagePull', message: 'setup:1: not found' } } },
        }),
      ],
      16,
      18,
      'image-not-found',
      /^the migration cannot start: container setup: cannot pull setup:1/,
    ],
    [
      'an image that runs as root',
      [waits('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root')],
      3,
      13,
      'run-as-root',
      /^the migration cannot start: the image runs as root/,
    ],
  ])('for %s', (_, events, after, by, name, says) => {
    const early = look(
      events.filter((one) => one.at <= at(after)),
      after,
    )
    expect(early).toMatchObject({ state: 'waiting' })
    expect(early.state === 'waiting' && early.trouble?.isDefinitive).not.toBe(true)
    expect(look(events, by)).toMatchObject({
      state: 'waiting',
      trouble: { class: name, isDefinitive: true, message: expect.stringMatching(says) },
    })
  })

  it('is in no trouble while its image is on its way', () => {
    const pulls = [has(2, {}), hears(3, 'Pulling', 'Pulling image "backend:2"')]
    expect(look(pulls, 600)).toMatchObject({ state: 'waiting', isPulling: true, trouble: undefined })
  })

  it('asks about what its pod waits for, as a component does', () => {
    const waiting = [
      waits('CreateContainerConfigError', 'secret "vault" not found'),
      { type: 'tick', at: at(12) } as const,
    ]
    expect(wantedConfirmations(fold([...baseline(), made, ...waiting]))).toMatchObject([
      { kind: 'Secret', name: 'vault' },
    ])
    const nodeless = has(2, { unschedulable: { message: '0/1 nodes are available', at: 2 } })
    expect(wantedNodes(fold([...baseline(), made, nodeless]))).toMatchObject({ withPods: true })
  })
})

const npx =
  'failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: exec: "npx": executable file not found in $PATH'

describe('a migration that ended', () => {
  it.each<[what: string, events: RolloutEvent[], name: string, says: RegExp, hint: RegExp]>([
    [
      'because the image does not hold its command',
      ends(128, 'StartError', npx),
      'cannot-start',
      /^the migration cannot start: .*"npx": executable file not found/,
      /correct backend\.migrate in k8sdeploy\.yaml/,
    ],
    [
      'for want of memory, after it had said something',
      [...ends(137, 'OOMKilled'), says(5, 'backend', 'Applying 0001_create')],
      'out-of-memory',
      /^the migration was killed 1× for using more memory/,
      /backend\.resources\.limits\.memory/,
    ],
    [
      'for want of a privilege, while migrations were pending',
      [...ends(1), says(5, 'backend', '1 pending migration', 'ERROR: permission denied for schema public')],
      'job-failed',
      /^the migration may not use .*permission denied for schema public/,
      /GRANT/,
    ],
    [
      'for a wrong password',
      [...ends(1), says(5, 'backend', 'FATAL: password authentication failed for user "shop"')],
      'database-login',
      /^the migration cannot log in to its database/,
      /password into DATABASE_URL/,
    ],
    [
      'for a reason of its own, after the database had kept it waiting',
      [
        ...ends(3),
        says(
          5,
          'backend',
          'connect ECONNREFUSED 10.0.0.1:5432, retry',
          'applying 0001_create',
          'Error: syntax error at or near "TABEL"',
        ),
      ],
      'job-failed',
      /^the migration failed: Error: syntax error/,
      /correct the migration/,
    ],
    [
      'because of a table that it should have made itself',
      [...ends(1), says(5, 'backend', 'ERROR: relation "todos" does not exist')],
      'job-failed',
      /^the migration failed: ERROR: relation "todos" does not exist/,
      /correct the migration/,
    ],
    ['without a word', ends(3), 'job-failed', /^the migration failed: exit code 3/, /correct the migration/],
    [
      'before it began, in an init container',
      [
        has(4, {
          phase: 'Failed',
          state: { waiting: { reason: 'PodInitializing' } },
          init: { state: { terminated: { exitCode: 2, at: 4 } } },
        }),
        seen(5, 'Job', job('Failed', 5)),
        says(5, 'setup', 'Error: no certificate'),
      ],
      'init-failed',
      /^the migration failed in init container setup: Error: no certificate/,
      /correct init container setup/,
    ],
    [
      'with a sidecar that is ended with it',
      [
        has(4, {
          phase: 'Failed',
          state: { terminated: { exitCode: 1, at: 4 } },
          init: { sidecar: true, state: { terminated: { exitCode: 143, at: 5 } } },
        }),
        seen(6, 'Job', job('Failed', 6)),
        says(5, 'backend', 'Error: syntax error at or near "TABEL"'),
        says(6, 'setup', 'Received SIGTERM, shutting down'),
      ],
      'job-failed',
      /^the migration failed: Error: syntax error/,
      /correct the migration/,
    ],
    [
      'because its node threw it out',
      [
        has(4, { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
        seen(5, 'Job', job('Failed', 5)),
      ],
      'evicted',
      /^the migration was thrown out by its node .*low on resource/,
      /memory pressure/,
    ],
    [
      'because it took too long',
      [
        has(4, { phase: 'Running', state: { running: { startedAt: 4 } } }),
        seen(5, 'Job', job('Failed', 5, 'DeadlineExceeded')),
      ],
      'job-failed',
      /^the migration failed: it took longer than 30 minutes/,
      /kubectl describe job/,
    ],
    [
      'because somebody deleted its Job',
      [gone(5, 'Job', job())],
      'job-failed',
      /its Job was deleted meanwhile/,
      /kubectl describe job/,
    ],
  ])('%s', (_, events, name, says, hint) =>
    expect(look(events, 8)).toMatchObject({
      state: 'failed',
      finding: {
        class: name,
        isDefinitive: true,
        message: expect.stringMatching(says),
        hint: expect.stringMatching(hint),
      },
    }),
  )

  it('is not told before its last words can have been read', () => {
    expect(look(ends(3), 6)).toMatchObject({ state: 'failed', finding: { isDefinitive: false } })
    expect(look([...ends(3), says(5, 'backend', 'Error: no')], 6)).toMatchObject({
      finding: { isDefinitive: true, evidence: ['Error: no'] },
      exitCode: 3,
    })
  })
})

it.each<[string, RolloutEvent[], object]>([
  ['has no pod yet', [], { state: 'waiting', doing: 'waiting for its pod' }],
  [
    'is being started',
    [has(2, {})],
    { state: 'waiting', doing: expect.stringMatching(/pulling|creating the container/) },
  ],
  ['runs', [has(3, { phase: 'Running', state: { running: { startedAt: 3 } } })], { state: 'running' }],
  [
    'runs, where nobody may see its pod',
    [
      { type: 'forbidden', at: at(0), kind: 'Pod', message: 'no' },
      seen(3, 'Job', { ...job(), status: { active: 1, ready: 1 } }),
    ],
    { state: 'running' },
  ],
  ['is done', [seen(4, 'Job', job('Complete', 4))], { state: 'succeeded' }],
])('a migration that %s', (_, events, sight) => expect(look(events, 900)).toMatchObject(sight))
