import { expect, it } from 'vitest'
import { maskMessages } from '../../src/workflows/mask-messages.ts'

const mask = (text: string) => text.replaceAll('s3cret', '•••')

it('what a pod, its containers and an event said is masked, and nothing else', () => {
  const terminated = { reason: 'Error', exitCode: 1, message: 'cannot log in with s3cret' }
  const pod = {
    metadata: { name: 's3cret' },
    spec: { containers: [{ name: 'a', image: 's3cret' }] },
    status: { message: 's3cret', containerStatuses: [{ name: 's3cret', state: { terminated } }] },
  }
  expect(maskMessages(pod, mask)).toEqual({
    ...pod,
    status: {
      message: '•••',
      containerStatuses: [
        { name: 's3cret', state: { terminated: { ...terminated, message: 'cannot log in with •••' } } },
      ],
    },
  })
  expect(maskMessages({ kind: 'Event', message: 'probe: s3cret' }, mask)).toEqual({
    kind: 'Event',
    message: 'probe: •••',
  })
})

it('an object that tells nothing stays the very same', () => {
  const pod = { metadata: { name: 'a' }, status: { conditions: [{ type: 'Ready', message: 'fine' }] } }
  expect(maskMessages(pod, mask)).toBe(pod)
})
