import { describe, expect, it } from 'vitest'
import { readQuantity } from '../../../src/sandbox/controllers/quantity.ts'
import { backOffMs, viewDuration } from '../../../src/sandbox/machine/back-off.ts'
import { expandVariables } from '../../../src/sandbox/machine/expand-variables.ts'
import { fullReference, isImageReference } from '../../../src/sandbox/machine/image-reference.ts'
import { createLogBuffer } from '../../../src/sandbox/machine/log-buffer.ts'
import { pointAtServices } from '../../../src/sandbox/machine/point-at-services.ts'
import { startCommand } from '../../../src/sandbox/machine/start-command.ts'

it.each([
  ['todo', 'docker.io/library/todo:latest'],
  ['todo:1', 'docker.io/library/todo:1'],
  ['shop/todo:1', 'docker.io/shop/todo:1'],
  ['localhost:5000/todo', 'localhost:5000/todo:latest'],
  ['ghcr.io/shop/todo:1', 'ghcr.io/shop/todo:1'],
])('%s is %s', (ref, full) => {
  expect([fullReference(ref), isImageReference(ref)]).toEqual([full, true])
})

it.each(['Todo:1', 'todo:', 'todo: 1', 'http://todo', ''])('"%s" is no image', (ref) => {
  expect(isImageReference(ref)).toBe(false)
})

it('backs off as the kubelet does', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((n) => viewDuration(backOffMs(n, 10_000, 300_000)))).toEqual([
    '10s',
    '20s',
    '40s',
    '1m20s',
    '2m40s',
    '5m0s',
    '5m0s',
  ])
})

it.each([
  ['$(A)-$(B)', '1-$(B)'],
  ['$$(A) $A', '$(A) $A'],
])('%s → %s', (text, wanted) => {
  expect(expandVariables(text, { A: '1' })).toBe(wanted)
})

it.each([
  ['500m', 0.5],
  ['64Mi', 67_108_864],
  ['2', 2],
  ['1e3', 1000],
  [undefined, 0],
])('%s → %d', (text, wanted) => {
  expect(readQuantity(text)).toBe(wanted)
})

describe('values that name a Service', () => {
  const find = async (service: string, namespace: string, port: number) =>
    service === 'backend' && namespace === 'shop' && (port === 8000 || port === 80)
      ? { host: '127.0.0.1', port: 41000 + Math.floor(port / 1000) }
      : undefined
  it.each([
    ['http://backend:8000', 'http://127.0.0.1:41008'],
    ['http://backend:8000/api?x=1', 'http://127.0.0.1:41008/api?x=1'],
    ['http://backend.shop.svc.cluster.local:8000/', 'http://127.0.0.1:41008/'],
    ['http://backend.shop:8000', 'http://127.0.0.1:41008'],
    ['http://ann:secret@backend:8000/x', 'http://ann:secret@127.0.0.1:41008/x'],
    ['backend:8000', '127.0.0.1:41008'],
    ['http://backend', 'http://127.0.0.1:41000'],
    ['http://backend.other:8000', 'http://backend.other:8000'],
    ['https://backend.example.com/', 'https://backend.example.com/'],
    ['http://backend:9', 'http://backend:9'],
    ['just backend text', 'just backend text'],
  ])('%s → %s', async (value, wanted) => {
    expect(await pointAtServices({ X: value }, 'shop', find)).toEqual({ X: wanted })
  })
})

it.each([
  [{ start: ['uvicorn', 'app', '--port', '8000'] }, {}, ['uvicorn', 'app', '--port', '4567']],
  [{ start: ['serve', '--listen=0.0.0.0:8000'] }, {}, ['serve', '--listen=0.0.0.0:4567']],
  [{ start: ['sh', '-c', 'serve -p $PORT'] }, {}, ['sh', '-c', 'serve -p 4567']],
  [{ start: ['node', 'server.js'] }, { command: ['node'], args: ['$(WHAT).js'] }, ['node', 'migrate.js']],
  [{ start: ['node', 'server.js'] }, { args: ['--verbose'] }, ['node', 'server.js', '--verbose']],
  [{ start: undefined }, {}, []],
])('%j %j → %j', (image, container, wanted) => {
  const spec = { name: 'a', image: 'a', ports: [{ containerPort: 8000 }], ...container }
  expect(startCommand(spec, { ref: 'a', dir: '/', port: 8000, ...image }, { WHAT: 'migrate' }, 4567)).toEqual(
    wanted,
  )
})

it('keeps whole lines, and the last ones', () => {
  const log = createLogBuffer()
  log.write('one\ntw')
  log.write('o\nthree')
  log.end()
  expect(log.lines().map((line) => line.text)).toEqual(['one', 'two', 'three'])
  const long = createLogBuffer()
  long.write('x\n'.repeat(6000))
  expect(long.lines()).toHaveLength(5000)
})
