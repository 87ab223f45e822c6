import { expect, it } from 'vitest'
import { renderDockerignore } from '../../src/dockerfile/render-dockerignore.ts'
import { readDockerIgnore } from '../../src/host/docker-ignore.ts'

const { judge, isClosed } = readDockerIgnore(
  renderDockerignore(['k8sdeploy.yaml', 'deploy/chart'], ['apps/api/.env.example']),
)
const isIgnored = (path: string) =>
  path.split('/').reduce<ReturnType<typeof judge> | undefined>((folder, _, index, parts) => {
    return judge(parts.slice(0, index + 1).join('/'), folder)
  }, undefined)!.ignored

it.each([
  '.env',
  'apps/api/.env.local',
  'apps/api/node_modules/pg/index.js',
  '.git/HEAD',
  'apps/web/Dockerfile',
  'apps/web/.angular/cache/22/babel.db',
  'api/.mypy_cache/3.12/app.json',
  'k8sdeploy.yaml',
  'deploy/chart/values.yaml',
])('leaves out %s', (path) => expect(isIgnored(path)).toBe(true))

it.each([
  '.env.example',
  'apps/api/.env.example',
  'src/main.js',
  'apps/api/package.json',
  'apps/api/k8sdeploy.yaml',
  'deploy/seed.sql',
])('keeps %s', (path) => expect(isIgnored(path)).toBe(false))

it('lets nobody look through what packages brought', () => {
  expect(isClosed('apps/api/node_modules', judge('apps/api/node_modules'))).toBe(true)
})
