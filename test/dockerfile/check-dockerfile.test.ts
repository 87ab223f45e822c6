import { describe, expect, it } from 'vitest'
import { checkDockerfile } from '../../src/dockerfile/check-dockerfile.ts'
import type { Surroundings } from '../../src/dockerfile/problem.ts'
import { readDockerfile } from '../../src/dockerfile/read-dockerfile.ts'
import { renderDockerfile } from '../../src/dockerfile/render-dockerfile.ts'
import { stacks } from './stacks.ts'

const good = ['FROM node:22-slim', 'WORKDIR /app', 'COPY . .', 'USER 1000', 'CMD ["node", "server.js"]']

const check = (lines: string[], around: Partial<Surroundings> = {}) =>
  checkDockerfile(readDockerfile('Dockerfile', lines.join('\n')), {
    context: ['package.json', 'package-lock.json', 'server.js', 'src/a.js'],
    ...around,
  }).map(({ id, line }) => `${line} ${id}`)

const instead = (index: number, ...lines: string[]) => [
  ...good.slice(0, index),
  ...lines,
  ...good.slice(index + 1),
]
const next = { framework: 'Next.js' }

describe('a Dockerfile', () => {
  it('that is good has no problem', () => expect(check(good)).toEqual([]))

  it.each<[string, string[], string[], Partial<Surroundings>?]>([
    ['a development server', instead(4, 'CMD ["npm", "run", "dev"]'), ['5 development-server']],
    [
      'uvicorn that reloads',
      instead(4, 'CMD ["uvicorn", "a:b", "--host", "0.0.0.0", "--reload"]'),
      ['5 development-server'],
    ],
    ['uvicorn that is not told where', instead(4, 'CMD ["uvicorn", "a:b"]'), ['5 loopback-only']],
    ['gunicorn that is told', instead(4, 'CMD ["gunicorn", "a:b", "-b", "0.0.0.0:80"]'), []],
    [
      'Flask that is not told where',
      instead(4, 'CMD ["flask", "--app", "a", "run"]'),
      ['5 development-server', '5 loopback-only'],
    ],
    [
      'a server on loopback',
      instead(4, 'CMD ["uvicorn", "a:b", "--host", "127.0.0.1"]'),
      ['5 loopback-only'],
    ],
    ['shell form', instead(4, 'CMD node server.js'), ['5 shell-form']],
    ['shell form with exec', instead(4, 'CMD exec node server.js'), []],
    ['a package runner', instead(4, 'CMD ["npm", "start"]'), ['5 package-runner']],
    ['a script by bun', instead(4, 'CMD ["bun", "run", "start"]'), ['5 package-runner']],
    ['a file by bun', instead(4, 'CMD ["bun", "src/index.ts"]'), []],
    ['no command', good.slice(0, 4), ['1 no-command']],
    ['nginx without a command', ['FROM nginx:1.29', 'COPY src /usr/share/nginx/html', 'USER 101'], []],
    ['root', instead(3), ['1 image-user']],
    ['a user by name', instead(3, 'USER node'), ['4 image-user']],
    ['a base past its end of life', instead(0, 'FROM node:16-alpine'), ['1 end-of-life']],
    ['a Python past its end of life', instead(0, 'FROM python:3.8'), ['1 end-of-life']],
    ['a base that was never made', instead(0, 'FROM openjdk:17-jre-slim'), ['1 no-such-base']],
    ['a base that was made', instead(0, 'FROM openjdk:17-jdk-slim'), []],
    [
      'Rails as on a developer’s machine',
      instead(4, 'CMD ["rails", "server", "-b", "0.0.0.0"]'),
      ['5 development-server'],
      { framework: 'Rails' },
    ],
    [
      'Rails in production',
      instead(4, 'ENV RAILS_ENV="production"', 'CMD ["./bin/rails", "server", "-b", "0.0.0.0"]'),
      [],
      { framework: 'Rails' },
    ],
    ['a base that moves', instead(0, 'FROM node'), ['1 floating-base']],
    ['a base by argument', ['ARG V=22', ...instead(0, 'FROM node:$V')], []],
    ['an earlier stage as base', ['FROM node:22 AS base', ...instead(0, 'FROM base')], []],
    ['a password in ENV', [...good, 'ENV DB_PASSWORD=hunter2'], ['6 secret-in-image']],
    ['a URL with a password in ARG', [...good, 'ARG URL=postgres://a:b@c/d'], ['6 secret-in-image']],
    [
      'a password beside other things',
      [...good, 'ENV A=1 \\', '  B="x y" DB_PASSWORD=hunter2'],
      ['6 secret-in-image'],
    ],
    ['a dummy beside other things', [...good, 'ENV TOKEN="dummy" NODE_ENV=production'], []],
    ['a dummy for the build', [...good, 'ENV API_KEY=dummy'], []],
    [
      'a copied .env',
      instead(2, 'COPY . .', 'COPY .env .env'),
      ['4 copies-env-file', '4 copy-source-missing'],
    ],
    [
      'an ignored lock',
      instead(2, 'COPY package.json ./', 'RUN npm install', 'COPY . .'),
      ['4 ignores-lock'],
    ],
    ['a tool that is installed', instead(2, 'RUN npm install -g pnpm', 'COPY . .'), []],
    [
      'a build without its tools',
      instead(2, 'COPY . .', 'RUN npm ci --only=production', 'RUN npm run build'),
      ['4 build-without-tools'],
    ],
    [
      'a build with its tools',
      instead(2, 'COPY . .', 'RUN pnpm install --prod=false', 'RUN pnpm run build', 'RUN pnpm prune --prod'),
      [],
    ],
    ['a source that is not there', instead(2, 'COPY app ./app'), ['3 copy-source-missing']],
    ['a source by pattern', instead(2, 'COPY package*.json src/ ./'), []],
    ['a pattern in no folder', instead(2, 'COPY target/*.jar app.jar'), ['3 copy-source-missing']],
    [
      'a pattern in no folder, beside what is there',
      instead(2, 'COPY server.js target/*.jar ./'),
      ['3 copy-source-missing'],
    ],
    ['a pattern that finds nothing', instead(2, 'COPY .npmrc* ./', 'COPY src/[bc]*.js ./'), []],
    ['a pattern that begins with a bracket', instead(2, 'COPY [ps]*.js* ./'), []],
    [
      'a source in exec form, behind a flag',
      instead(2, 'COPY --link ["app", "."]'),
      ['3 copy-source-missing'],
    ],
    ['a source beside an argument', instead(2, 'COPY $A app ./'), ['3 copy-source-missing']],
    ['a pattern of any depth', instead(2, 'COPY --parents **/pom.xml ./'), []],
    ['nothing by pattern beside what is there', instead(2, 'COPY package.json yarn.lock* ./'), []],
    ['commented sources', instead(2, '# COPY . .'), ['1 copies-nothing']],
    [
      'standalone without the option',
      instead(2, 'COPY --from=b /app/.next/standalone ./'),
      ['3 standalone-missing'],
      { ...next, isStandalone: false },
    ],
    ['standalone that binds to the pod’s name', good, ['5 next-hostname'], { ...next, isStandalone: true }],
  ])('with %s', (_, lines, expected, around) => expect(check(lines, around)).toEqual(expected))
})

describe('what init generates', () => {
  it.each(Object.entries(stacks))('has no problem: %s', (_, stack) => {
    const file = readDockerfile('Dockerfile', renderDockerfile(stack))
    const context = file.stages
      .flat()
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) =>
        rest
          .split(' ')
          .slice(0, -1)
          .map((path) => path.replace(/\/$/, '')),
      )
    const found = checkDockerfile(file, { context }).filter(
      ({ id }) => id !== 'floating-base' && id !== 'ignores-lock',
    )
    expect(found).toEqual([])
  })
})
