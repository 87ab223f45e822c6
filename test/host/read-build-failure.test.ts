import { describe, expect, it } from 'vitest'
import { buildArgs } from '../../src/host/build-command.ts'
import { readServer } from '../../src/host/engine.ts'
import { findStepLines } from '../../src/host/find-step-lines.ts'
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

const dockerfile = `# syntax comment
ARG BASE=debian
FROM \${BASE} AS build
WORKDIR /app
COPY . .
# why
RUN echo one \\
  && echo two >&2 \\
  # between
  && sh -c 'echo missing left-pad; exit 3'

FROM debian
COPY . .
`
const run = "RUN echo one   && echo two >&2   && sh -c 'echo missing left-pad; exit 3'"

describe('the line of the step that failed', () => {
  it.each<[string, string[], number[]]>([
    [
      'classic',
      [
        'Step 6/8 : FROM x',
        `Step 6/8 : ${run}`,
        'one',
        "The command '/bin/sh -c …' returned a non-zero code: 3",
      ],
      [7],
    ],
    [
      'BuildKit',
      [`#8 [build 4/4] ${run}`, '#8 0.603 one', '#8 ERROR: executor failed running: exit code: 3'],
      [7],
    ],
    [
      'podman',
      [
        '[1/2] STEP 1/4: FROM x AS build',
        `[1/2] STEP 4/4: ${run}`,
        'one',
        'Error: building at STEP "RUN …": exit status 3',
      ],
      [7],
    ],
    [
      'BuildKit, which says it',
      [`#8 [build 4/4] ${run}`, '#8 ERROR: failed', 'Dockerfile:9', '--------------------'],
      [9],
    ],
    ['an instruction that stands there twice', ['Step 7/8 : COPY . .', 'COPY failed: no such file'], [5, 13]],
    [
      'a mistake, classic',
      ['Error response from daemon: dockerfile parse error line 5: unknown instruction: COPPY'],
      [5],
    ],
    [
      'a mistake, BuildKit',
      ['ERROR: failed to solve: dockerfile parse error on line 5: unknown instruction: COPPY'],
      [5],
    ],
    ['nothing that is there', ['Step 2/3 : RUN elsewhere', 'failed'], []],
  ])('%s', (_, lines, expected) => {
    expect(findStepLines(dockerfile, readBuildFailure(lines).step, lines)).toEqual(expected)
  })

  it('names what podman’s step said last', () => {
    const lines = [
      '[1/2] STEP 3/4: COPY . .',
      '--> ef38cd8eeb5',
      `[1/2] STEP 4/4: ${run}`,
      'missing left-pad',
    ]
    expect(readBuildFailure(lines)).toMatchObject({ step: run, lines: ['missing left-pad'] })
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
