import { describe, expect, it } from 'vitest'
import type { VerdictClass } from '../../src/report.ts'
import { emptyMemory } from '../../src/rollout/memory.ts'
import type { Scope } from '../../src/rollout/scope.ts'
import type { Sight } from '../../src/rollout/verdicts/explains.ts'
import type { Finding } from '../../src/rollout/verdicts/finding.ts'
import { headline, withoutEffects } from '../../src/rollout/verdicts/headline.ts'

type Role = 'frontend' | 'backend'

const scope = (role: Role): Scope => ({
  component: { role, deployment: `shop-${role}`, service: `shop-${role}` },
  sets: [],
  newPods: [],
  oldPods: [],
  endpoints: [],
})
const sight: Sight = { memory: emptyMemory(), scopes: [scope('frontend'), scope('backend')] }

const finding = (
  name: VerdictClass,
  component: Role | undefined,
  over: Partial<Finding> & { pod?: string } = {},
): Finding => ({
  class: name,
  object: { kind: 'Pod', name: over.pod ?? `${component}-1`, component },
  field: 'log',
  message: `${component} has ${name}`,
  hint: 'k8sdeploy up',
  firstSeen: 1,
  lastSeen: 2,
  count: 1,
  whyNotTransient: 'it is not',
  isDefinitive: true,
  podUid: over.pod ?? `${component}-1`,
  ...over,
})

const login = finding('database-login', 'backend')
const asleep = finding('database-refused', 'backend', { isDefinitive: false })
const bad502 = finding('never-ready', 'frontend', { message: 'frontend: readiness / answers 502' })
const bad404 = finding('never-ready', 'frontend', { message: 'frontend: readiness / answers 404' })
const noImage = finding('image-not-found', 'frontend')
const noTable = finding('crash-loop', 'backend', { message: 'relation "todos" does not exist' })
const noSecret = (role: Role) => finding('config-missing', role, { hint: 'kubectl create secret vault' })
const job = finding('job-failed', undefined, { podUid: undefined })
const told = (all: Finding[]) => {
  const verdict = headline(
    all.filter((one) => one.isDefinitive),
    all,
    sight,
  )
  return {
    class: verdict?.class,
    effects: verdict?.effects.map((one) => one.message),
    others: verdict?.others?.map((one) => one.class) ?? [],
    pods: verdict?.pods ?? 1,
  }
}

describe('one headline', () => {
  const rows: [string, Finding[], Partial<ReturnType<typeof told>>][] = [
    [
      'the database, before the frontend that passes its silence on',
      [bad502, login],
      { class: 'database-login', effects: [bad502.message], others: [] },
    ],
    [
      'the database, and a frontend with a cause of its own beside it',
      [noImage, login],
      { class: 'database-login', effects: [], others: ['image-not-found'] },
    ],
    [
      'the database, and a frontend that does not speak of its peer',
      [bad404, login],
      { class: 'database-login', others: ['never-ready'] },
    ],
    [
      'two replicas with one cause',
      [login, finding('database-login', 'backend', { pod: 'backend-2' })],
      { class: 'database-login', pods: 2, effects: [], others: [] },
    ],
    [
      'the migration, before what misses its tables',
      [noTable, job],
      { class: 'job-failed', effects: [noTable.message], others: [] },
    ],
    [
      'the database, before the migration that needs it',
      [job, login],
      { class: 'database-login', effects: [job.message], others: [] },
    ],
    [
      'a backend that crashes, before its frontend',
      [bad502, finding('crash-loop', 'backend')],
      { class: 'crash-loop', effects: [bad502.message], others: [] },
    ],
    [
      'one Secret that both components miss',
      [noSecret('frontend'), noSecret('backend')],
      { class: 'config-missing', effects: [noSecret('frontend').message], others: [] },
    ],
    [
      'Kubernetes’ own deadline is only an echo',
      [finding('no-progress', 'backend'), asleep],
      { class: 'database-refused' },
    ],
    [
      'a suspicion about the other component, which no image of this one explains',
      [noImage, asleep],
      { class: 'image-not-found', effects: [], others: ['database-refused'] },
    ],
    [
      'the backend before the frontend, where each has a cause of its own',
      [finding('crash-loop', 'frontend'), finding('exits', 'backend')],
      { class: 'exits', effects: [], others: ['crash-loop'] },
    ],
    [
      'what is certain, and beside it what the other component suffers from already',
      [finding('crash-loop', 'backend'), { ...noImage, isDefinitive: false }],
      { class: 'crash-loop', effects: [], others: ['image-not-found'] },
    ],
  ]
  it.each(rows)('%s', (_, all, expected) => {
    expect(told(all)).toMatchObject(expected)
    expect(told([...all].reverse())).toMatchObject(expected)
  })
})

describe('a symptom is not certain while its cause may pass', () => {
  const rows: [string, Finding[], number][] = [
    ['a frontend that answers 502 while the database wakes', [bad502, asleep], 0],
    ['the backend’s own readiness while the database wakes', [finding('never-ready', 'backend'), asleep], 0],
    ['a frontend without an image while the database wakes', [noImage, asleep], 1],
    ['a frontend that does not speak of its peer', [bad404, asleep], 1],
    ['a rejected login', [bad502, login], 2],
    ['a deadline of Kubernetes’ own', [finding('no-progress', 'backend'), asleep], 1],
  ]
  it.each(rows)('%s', (_, all, left) =>
    expect(
      withoutEffects(
        all.filter((one) => one.isDefinitive),
        all,
        sight,
      ),
    ).toHaveLength(left),
  )
})
