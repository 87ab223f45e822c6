import { expect, it } from 'vitest'
import type { FileChange } from '../../src/ports.ts'
import { keepEvidence } from '../../src/workflows/keep-evidence.ts'
import { pod, time } from '../rollout/objects.ts'

it('keeps pods, events and logs of the release, masked and for its owner only', async () => {
  const written: FileChange[] = []
  const crashed = pod('shop-backend-1', { restarts: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } })
  const event = (name: string) =>
    ({ metadata: {}, involvedObject: { name }, lastTimestamp: time(5), message: 'Back-off' }) as never
  const place = await keepEvidence(
    {
      cluster: {
        list: (async (kind: string) =>
          kind === 'Pod' ? [crashed] : [event('shop-backend-1'), event('other-1')]) as never,
        logs: async ({ previous }) => [previous ? 'login with hunter2 failed' : 'starting'],
      },
      files: { write: async (changes) => void written.push(...changes) },
      secrets: { mask: (text) => text.replaceAll('hunter2', '***') },
      clock: { now: () => Date.parse('2026-03-01T10:00:00Z') },
    },
    { release: 'shop', namespace: 'shop' },
  )
  expect(place).toBe('.k8sdeploy/failures/2026-03-01T10-00-00')
  const files = written.map((one) =>
    'content' in one ? one : { path: '', content: '', mode: 0, folderMode: 0 },
  )
  expect(files.map(({ path }) => path.slice(place.length + 1)).sort()).toEqual([
    'events.json',
    'logs/shop-backend-1-backend-previous.log',
    'logs/shop-backend-1-backend.log',
    'pods.json',
    'verdict.json',
  ])
  expect(files.every(({ mode, folderMode }) => mode === 0o600 && folderMode === 0o700)).toBe(true)
  const all = files.map(({ content }) => content).join('')
  expect(all).toContain('login with *** failed')
  expect(all).not.toContain('hunter2')
  expect(all).not.toContain('other-1')
})
