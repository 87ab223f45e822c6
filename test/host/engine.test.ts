import { describe, expect, it } from 'vitest'
import { readServer } from '../../src/host/engine.ts'

const rows: [string, string, ReturnType<typeof readServer>][] = [
  [
    'docker',
    '{"Client":{"Version":"28.0"},"Server":{"Version":"28.1","Os":"linux","Arch":"amd64"}}',
    { version: '28.1', platform: 'linux/amd64' },
  ],
  [
    'podman, which has no server',
    '{"Client":{"Version":"5.2","OsArch":"linux/arm64"}}',
    { version: '5.2', platform: 'linux/arm64' },
  ],
  ['docker without its daemon', '{"Client":{"Version":"28.0"},"Server":null}', undefined],
  ['something else of that name', 'garbage {not json', undefined],
  ['half an answer', '{"Client":{"Version":', undefined],
  ['silence', '', undefined],
]

describe('the version of', () => {
  it.each(rows)('%s', (_, stdout, server) => expect(readServer(stdout)).toEqual(server))
})
