import { expect, it } from 'vitest'
import { logEvidence } from '../../src/diagnose/log-evidence.ts'
import { emptyMemory } from '../../src/rollout/memory.ts'

const evidence = (log: string) =>
  logEvidence(
    {
      ...emptyMemory(),
      logs: new Map([['a/web', new Map([[0, { firstAt: 0, at: 0, attempt: 0, lines: log.split('\n') }]])]]),
    },
    { class: 'crash-loop', object: { kind: 'Pod', name: 'a', container: 'web' } },
  )

it.each([
  [
    'the error, not its stack and fields',
    `starting
Error: EISDIR: illegal operation on a directory, read
    at Object.readFileSync (node:fs:440:20) {
  errno: -21,
  code: 'EISDIR',
  syscall: 'read'
}

Node.js v22.23.3`,
    ['log: starting', 'log: Error: EISDIR: illegal operation on a directory, read'],
  ],
  [
    'each request of a probe only once',
    'no index.html in /srv\n12:00:01 "GET /healthz HTTP/1.1" 404\n12:00:03 "GET /healthz HTTP/1.1" 404',
    ['log: no index.html in /srv', 'log: 12:00:03 "GET /healthz HTTP/1.1" 404'],
  ],
  ['a stack, where there is nothing else', '    at x (a.js:1:1)', ['log: at x (a.js:1:1)']],
])('%s', (_, log, lines) => expect(evidence(log)).toEqual(lines))
