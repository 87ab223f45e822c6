import { describe, expect, it } from 'vitest'
import { component, detect, express, json } from './detect-texts.ts'

describe('the package manager', () => {
  it.each<[string, Record<string, string>, string[], string]>([
    ['of Gradle', { 'build.gradle.kts': 'id("org.springframework.boot")' }, [], 'gradle'],
    ['of a bare pyproject.toml', { 'pyproject.toml': '[project]\ndependencies = ["fastapi"]' }, [], 'uv'],
    [
      'of several locks, that the image runs',
      { 'package.json': express, Dockerfile: 'FROM node\nRUN npm ci\n' },
      ['yarn.lock', 'package-lock.json'],
      'npm',
    ],
    [
      'of several locks, that the scripts call',
      { 'package.json': json({ dependencies: { express: '5' }, scripts: { dev: 'bun --watch a.ts' } }) },
      ['yarn.lock', 'bun.lockb'],
      'bun',
    ],
  ])('%s', (_, texts, paths, manager) => {
    expect(component(texts, paths).packageManager?.value).toBe(manager)
  })

  it('of the root names each other lock once', () => {
    const { components } = detect({ 'package.json': express }, ['pnpm-lock.yaml', 'yarn.lock'])
    expect(components[0]?.packageManager?.conflicts).toEqual([{ value: 'yarn', source: 'yarn.lock' }])
  })

  it('is the workspace’s, and its lock is the one that is installed from', () => {
    const { components } = detect(
      {
        'package.json': json({ packageManager: 'pnpm@10.0.0', workspaces: ['apps/*'] }),
        'apps/api/package.json': json({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } }),
      },
      ['yarn.lock', 'pnpm-lock.yaml'],
    )
    const found = components.find(({ dir }) => dir === 'apps/api')!
    expect(found.packageManager).toMatchObject({ value: 'pnpm', source: 'package.json:2' })
    expect(found.stack).toMatchObject({ stack: { manager: 'pnpm', lock: 'pnpm-lock.yaml' } })
  })

  it('is pnpm’s in its workspace, whatever lock another tool has left in a member', () => {
    const { components } = detect(
      {
        'package.json': json({}),
        'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
        'apps/web/package.json': json({ name: 'web', dependencies: { vite: '7' } }),
      },
      ['pnpm-lock.yaml', 'apps/web/package-lock.json'],
    )
    const found = components.find(({ dir }) => dir === 'apps/web')!
    expect(found.packageManager).toMatchObject({ value: 'pnpm', conflicts: [] })
    expect(found.stack).toMatchObject({ context: '.', stack: { manager: 'pnpm', lock: 'pnpm-lock.yaml' } })
  })
})
