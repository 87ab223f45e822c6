import { describe, expect, it } from 'vitest'
import { isManifest } from '../../src/project/is-manifest.ts'
import { detect, express, json } from './detect-texts.ts'

const service = (name: string, context: string, dockerfile: string) =>
  `services:\n  ${name}:\n    build:\n      context: ${context}\n      dockerfile: ${dockerfile}\n`

const found = (texts: Record<string, string>, dir: string, paths: string[] = []) => {
  const { dockerfile, context } = detect(texts, paths).components.find((it) => it.dir === dir)!
  return [dockerfile?.value, context?.value]
}

describe('a component’s Dockerfile', () => {
  const api = { 'api/package.json': express }

  it.each<[string, Record<string, string>, string[], (string | undefined)[]]>([
    ['is its own', { 'api/Dockerfile': 'FROM a\nCOPY . .' }, [], ['api/Dockerfile', undefined]],
    [
      'is the one for production',
      { 'api/Dockerfile': 'FROM a', 'api/Dockerfile.prod': 'FROM a' },
      [],
      ['api/Dockerfile.prod', undefined],
    ],
    ['is written small', { 'api/dockerfile': 'FROM a' }, [], ['api/dockerfile', undefined]],
    [
      'is written small, and compose takes it for the usual one',
      { 'api/dockerfile': 'FROM a', 'compose.yaml': 'services:\n  x:\n    build: ./api\n' },
      [],
      ['api/dockerfile', undefined],
    ],
    ['is a Containerfile', { 'api/Containerfile': 'FROM a' }, [], ['api/Containerfile', undefined]],
    ['is none for development only', { 'api/Dockerfile.dev': 'FROM a' }, [], [undefined, undefined]],
    [
      'is the only one with another name',
      { 'api/Dockerfile.api': 'FROM a' },
      [],
      ['api/Dockerfile.api', undefined],
    ],
    [
      'is built from above, as compose says',
      { 'api/Dockerfile': 'FROM a\nCOPY api .', 'compose.yaml': service('x', '.', 'api/Dockerfile') },
      [],
      ['api/Dockerfile', '.'],
    ],
    [
      'is built from above, as compose says in one line',
      {
        'api/Dockerfile': 'FROM a\nCOPY . .',
        'compose.yaml': 'services:\n  x:\n    build: { context: ., dockerfile: "api/Dockerfile" }\n',
      },
      [],
      ['api/Dockerfile', '.'],
    ],
    [
      'is built from above, as compose in a folder says',
      { 'api/Dockerfile': 'FROM a\nCOPY api .', 'docker/compose.yaml': service('x', '..', 'api/Dockerfile') },
      [],
      ['api/Dockerfile', '.'],
    ],
    [
      'stands above, as compose says',
      { 'back.dockerfile': 'FROM a\nCOPY api/ .', 'compose.yaml': service('x', '.', './back.dockerfile') },
      [],
      ['back.dockerfile', '.'],
    ],
    [
      'copies it to a place that a variable names',
      {
        'docker/Dockerfile': 'FROM a\nCOPY api ${BASE}\n',
        'docker/compose.yaml': service('x', '..', './docker/Dockerfile'),
      },
      [],
      ['docker/Dockerfile', '.'],
    ],
    [
      'stands elsewhere, called after it',
      { 'docker/api.Dockerfile': 'FROM a\nCOPY api .' },
      [],
      ['docker/api.Dockerfile', '.'],
    ],
    [
      'copies what is only above',
      { 'api/Dockerfile': 'FROM a\nCOPY shared ./shared\nCOPY api .' },
      ['shared/a.ts'],
      ['api/Dockerfile', '.'],
    ],
    [
      'prunes a workspace',
      { 'api/Dockerfile': 'FROM a\nCOPY . .\nRUN turbo prune api --docker' },
      [],
      ['api/Dockerfile', '.'],
    ],
  ])('%s', (_, texts, paths, expected) => {
    expect(found({ ...api, ...texts }, 'api', paths)).toEqual(expected)
  })

  it('at the root is not one that copies another component alone', () => {
    const texts = {
      'pyproject.toml': '[project]\ndependencies = ["fastapi"]',
      'api.dockerfile': 'FROM a\nCOPY pyproject.toml .\nCOPY src src',
      'ui.dockerfile': 'FROM a\nCOPY ui/package*.json .\nCOPY ui/ .',
      'ui/package.json': json({ dependencies: { next: '15' } }),
    }
    expect(found(texts, '.')).toEqual(['api.dockerfile', undefined])
    expect(found(texts, 'ui')).toEqual(['ui.dockerfile', '.'])
  })

  it.each([
    ['ENTRYPOINT ["bash", "entrypoint.sh"]', 'python:3.12'],
    ['CMD ["java", "-jar", "app.jar"]', 'amazoncorretto:21'],
    ['CMD ["/app/server"]', 'alpine'],
  ])('is none that starts another’s server beside its pages: %s', (start, base) => {
    const texts = {
      'pyproject.toml': '[project]\ndependencies = ["fastapi"]',
      'entrypoint.sh': 'cd /app\nuvicorn backend.main:app --host 0.0.0.0\n',
      Dockerfile: `FROM ${base}\nCOPY ui /ui\nRUN npm run build\nCOPY backend /app/backend\n${start}\n`,
      'compose.yaml': service('app', '.', 'Dockerfile'),
      'ui/package.json': json({ dependencies: { 'react-scripts': '5' } }),
    }
    expect(found(texts, 'ui')).toEqual([undefined, undefined])
    expect(found(texts, '.')).toEqual(['Dockerfile', undefined])
    expect(detect(texts).around).toContainEqual(
      expect.objectContaining({ id: 'one-image', source: 'Dockerfile:2' }),
    )
  })

  it('in the folder of another component is that one’s', () => {
    const texts = {
      ...api,
      'api/Dockerfile': 'FROM a\nCOPY packages/kit packages/kit\nCOPY api api',
      'packages/kit/package.json': json({ name: 'kit' }),
      'compose.yaml': service('x', '.', 'api/Dockerfile'),
    }
    expect(found(texts, 'packages/kit')).toEqual([undefined, undefined])
    expect(found(texts, 'api')).toEqual(['api/Dockerfile', '.'])
  })

  it('of a database makes no component', () => {
    const texts = { ...api, 'api/docker/postgres/Dockerfile': 'FROM postgres:17' }
    expect(detect(texts).components.map(({ dir }) => dir)).toEqual(['api'])
  })

  it('leaves the ports of what is built beside it to others', () => {
    const compose = `${service('db', './api', 'docker/pg/Dockerfile')}    ports:\n      - "5432:5432"\n`
    const texts = { ...api, 'api/Dockerfile': 'FROM a\nEXPOSE 80', 'compose.yaml': compose }
    expect(detect(texts).components[0]?.port).toMatchObject({ value: 80, conflicts: [] })
  })

  it('is its own among those that copy the manifests of all', () => {
    const image = (own: string) =>
      `FROM node\nCOPY apps/api/package.json apps/web/package.json ./\nCOPY apps/${own} ./apps/${own}\n`
    const texts = {
      'package.json': json({ workspaces: ['apps/*'] }),
      'apps/api/package.json': express,
      'apps/web/package.json': json({ dependencies: { next: '16' } }),
      'docker/Dockerfile.api': image('api'),
      'docker/Dockerfile.web': image('web'),
      'docker/compose.yml': `services:\n  api:\n    build:\n      context: ..\n      dockerfile: docker/Dockerfile.api\n  web:\n    build:\n      context: ..\n      dockerfile: docker/Dockerfile.web\n`,
    }
    expect(found(texts, 'apps/api')).toEqual(['docker/Dockerfile.api', '.'])
    expect(found(texts, 'apps/web')).toEqual(['docker/Dockerfile.web', '.'])
  })
})

it('a Dockerfile in small letters is read, and makes a component', () => {
  expect(isManifest('api/dockerfile')).toBe(true)
  expect(detect({ 'api/dockerfile': 'FROM a' }).components.map(({ dir }) => dir)).toEqual(['api'])
})

it('is built from above, where the manifests are that it copies, and Nx builds into a folder of all', () => {
  const { components, around } = detect(
    {
      'nx.json': '{}',
      'package.json': json({ dependencies: { '@nestjs/core': '11' } }),
      'apps/api/project.json': json({ projectType: 'application' }),
      'apps/api/main.ts': "import { NestFactory } from '@nestjs/core'",
      'apps/api/Dockerfile': 'FROM node:22\nCOPY package*.json ./\nCOPY . .\nRUN npx nx build api\n',
      'apps/web/project.json': json({ projectType: 'application' }),
      'apps/web/vite.config.ts': "export default { build: { outDir: '../../dist/apps/web' } }",
    },
    ['apps/web/index.html'],
  )
  expect(components.find(({ dir }) => dir === 'apps/api')?.context?.value).toBe('.')
  expect(around.map(({ id }) => id)).not.toContain('one-image')
})
