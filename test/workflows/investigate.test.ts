import { expect, it } from 'vitest'
import { DeployError } from '../../src/errors.ts'
import { createRedactor } from '../../src/host/redact.ts'
import type { Cluster } from '../../src/ports.ts'
import type { RolloutEvent } from '../../src/rollout/event.ts'
import { investigator } from '../../src/workflows/investigate.ts'
import { fold } from '../rollout/fold.ts'
import { tick } from '../rollout/objects.ts'
import { baseline, newTemplate, sees } from '../rollout/story.ts'

const crashed = fold([
  ...baseline(),
  ...newTemplate(),
  sees(2, { state: { running: { startedAt: 2 } } }),
  sees(8, { state: { terminated: { exitCode: 1, at: 8 } } }),
  tick(10),
])
const foreign = { metadata: { name: 'of-somebody-else' }, data: { KEY: btoa('c4nary-4c1f9a73') } }
const reader = { spec: { volumes: [{ name: 'x', secret: { secretName: 'of-somebody-else' } }] } }

function logOf(listAny: (ref: { kind: string }) => Promise<object[]>): Promise<RolloutEvent> {
  const cluster = { listAny, logs: async () => ['cannot log in with c4nary-4c1f9a73'] }
  return new Promise((resolve, reject) =>
    investigator({
      cluster: cluster as unknown as Cluster,
      secrets: createRedactor(),
      namespace: 'shop',
      now: () => 0,
      tell: (event) => event.type === 'log' && resolve(event),
      complain: reject,
      signal: new AbortController().signal,
    })(crashed),
  )
}

it('a log that tells a secret of somebody else, which the program reads too', async () =>
  expect(await logOf(async ({ kind }) => [kind === 'Secret' ? foreign : reader])).toMatchObject({
    lines: ['cannot log in with ••••••'],
  }))

it('a Secret that no pod names is not kept', async () =>
  expect(await logOf(async ({ kind }) => (kind === 'Secret' ? [foreign] : []))).toMatchObject({
    lines: ['cannot log in with c4nary-4c1f9a73'],
  }))

it('a log is read even where Secrets are not', async () => {
  const unwell = () => Promise.reject(new DeployError('CLUSTER_UNREACHABLE', 'no answer'))
  expect(await logOf(unwell)).toMatchObject({ type: 'log' })
})
