import { describe, expect, it } from 'vitest'
import { buildArgs } from '../../src/host/build-command.ts'
import { readServer } from '../../src/host/engine.ts'
import { readBuildFailure } from '../../src/host/read-build-failure.ts'

describe('a build that failed', () => {
  it('names the step and what it said: BuildKit', () => {
    const lines = [
      '#5 [1/3] FROM docker.io/library/node:22',
      '#7 [3/3] RUN npm ci',
      '#7 0.412 npm error missing: left-pad',
      '#6 [2/3] COPY . .',
      '#7 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    ]
    expect(readBuildFailure(lines)).toMatchObject({
      step: '[3/3] RUN npm ci',
      lines: [
        'npm error missing: left-pad',
        'ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
      ],
    })
  })

  it('names the step and what it said: classic', () => {
    const lines = [
      'Step 1/2 : FROM scratch',
      ' ---> ',
      'Step 2/2 : COPY nope /',
      'COPY failed: file not found in build context',
    ]
    expect(readBuildFailure(lines)).toMatchObject({
      step: 'COPY nope /',
      lines: ['COPY failed: file not found in build context'],
      hint: expect.stringContaining('.dockerignore'),
    })
  })
})

describe('the build command', () => {
  const build = {
    component: 'web',
    context: 'web',
    dockerfile: 'web/Dockerfile',
    args: { A: 'x y' },
    target: 'prod',
  }
  const engine = { name: 'docker', version: '28', platform: 'linux/amd64' } as const
  it.each([
    ['classic', 'build --file web/Dockerfile --tag r:1 --build-arg A=x y --target prod -- web'],
    [
      'buildkit',
      'buildx build --load --progress plain --file web/Dockerfile --tag r:1 --build-arg A=x y --target prod -- web',
    ],
  ] as const)('%s', (builder, line) => {
    expect(buildArgs({ ...engine, builder }, build, 'r:1').join(' ')).toBe(line)
  })
})

describe('the engine', () => {
  it.each([
    [
      '{"Client":{"Version":"28"},"Server":{"Version":"20.10","Os":"linux","Arch":"amd64"}}',
      { version: '20.10', platform: 'linux/amd64' },
    ],
    ['{"Client":{"Version":"5.4.0","OsArch":"linux/arm64"}}', { version: '5.4.0', platform: 'linux/arm64' }],
    ['{"Client":{"Version":"28"},"Server":null}', undefined],
    ['', undefined],
  ])('%s', (text, server) => {
    expect(readServer(text)).toEqual(server)
  })
})
