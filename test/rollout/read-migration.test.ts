import { describe, expect, it } from 'vitest'
import { readMigration } from '../../src/rollout/read-migration.ts'

const job = (type?: string, more: object = {}) => ({
  status: { conditions: type ? [{ type, status: 'True', ...more }] : [] },
})
const pod = (state: object, phase = 'Pending') => ({
  metadata: { name: 'p' },
  status: { phase, containerStatuses: [{ state }] },
})

describe('migrations', () => {
  it.each<[string, object, object[], object]>([
    ['are done', job('Complete'), [], { state: 'succeeded' }],
    ['wait for a pod', job(), [], { state: 'running' }],
    [
      'start',
      job(),
      [pod({ waiting: { reason: 'ContainerCreating' } })],
      { state: 'running', doing: 'starting' },
    ],
    ['run', job(), [pod({ running: {} }, 'Running')], { state: 'running', doing: 'running' }],
    [
      'are stuck',
      job(),
      [pod({ waiting: { reason: 'ErrImagePull', message: 'not found' } })],
      { state: 'stuck', why: 'ErrImagePull: not found' },
    ],
    [
      'fail',
      job('Failed'),
      [pod({ terminated: { exitCode: 3 } })],
      { state: 'failed', why: 'exit code 3', exitCode: 3 },
    ],
    [
      'run out of memory',
      job('Failed'),
      [pod({ terminated: { exitCode: 137, reason: 'OOMKilled' } })],
      { state: 'failed', why: 'they ran out of memory' },
    ],
    [
      'take too long',
      job('Failed', { reason: 'DeadlineExceeded' }),
      [],
      { state: 'failed', why: 'they took longer than 30 minutes' },
    ],
  ])('%s', (_, found, pods, expected) => expect(readMigration(found, pods)).toMatchObject(expected))
})
