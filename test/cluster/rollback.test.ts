import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import type { UpReport } from '../../src/report.ts'
import { fetchReleases, kubectl } from './kubectl.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project } from './project.ts'

const secret = 'canary-4c1f9a73'
const crashing = (config: Config) => {
  config.backend.env = { ...config.backend.env, EXIT_CODE: '3', EXIT_AFTER: '0s' }
}

/** Known in seconds. */
const absent = (config: Config) => {
  config.backend.image = 'localhost:5000/no-such/image:1'
}

async function newProject(helm: 3 | 4): Promise<Project> {
  const project = await copyExample({ delivery: 'containerd', helm, builder: 'classic' })
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    toBehave(config)
    config.rollout = { timeoutSeconds: 120, soakSeconds: 1, onFailure: 'ask' }
    config.secrets = { TOKEN: { from: 'env-file', key: 'TOKEN', file: '.env', required: true } }
    config.backend.secrets = [{ name: 'TOKEN', as: 'TOKEN' }]
  })
  await project.writeSecrets({ TOKEN: secret })
  return project
}

async function release(project: Project, round: string): Promise<void> {
  await project.configure(({ backend }) => {
    backend.env = { ...backend.env, ROUND: round }
  })
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
}

const roundOf = ({ namespace, name }: Project) =>
  kubectl('get', 'configmap', `${name}-backend-config`, '-n', namespace, '-o', 'jsonpath={.data.ROUND}')
const tokenOf = async ({ namespace, name }: Project) => {
  const path = 'jsonpath={.data.TOKEN}'
  const data = await kubectl('get', 'secret', `${name}-secrets`, '-n', namespace, '-o', path)
  return Buffer.from(data, 'base64').toString()
}

describe.each([3, 4] as const)('with helm %i', (helm) => {
  let project: Project
  const back = (...flags: string[]) => project.rollback(...flags)

  beforeAll(async () => {
    project = await newProject(helm)
  })
  afterAll(() => project.remove())

  test('a first install that fails is kept, and there is nothing to go back to', async () => {
    const takeBack = await project.configure(absent)
    const { code, report, why } = await project.up(['--on-failure', 'rollback'])
    expect(code, why).toBe(40)
    expect(report.rollback).toBeUndefined()
    expect(await fetchReleases(project.namespace)).toEqual([[project.name, 'deployed']])
    const refused = await back()
    expect(refused.code).toBe(2)
    expect(refused.report.error?.message).toMatch(/revision 1 of .* is the first/)
    await takeBack()
  })

  test('a failed deploy goes back to the verified revision, with its evidence kept and its Secret restored', async () => {
    await release(project, 'good')
    const takeBack = await project.configure(crashing)
    await project.writeSecrets({ TOKEN: `${secret}-changed` })
    const { code, report, why } = await project.up(['--on-failure', 'rollback'])
    expect(code, why).toBe(40)
    expect(report.verdict?.class).toBe('crash-loop')
    expect(report.rollback, why).toMatchObject({ status: 'verified', code: 0, to: { revision: 2 } })
    expect(report.rollback?.phases.map(({ name, status }) => [name, status])).toEqual([
      ['secret', 'done'],
      ['rollback', 'done'],
      ['rollout', 'done'],
      ['verify', 'done'],
    ])
    expect(Object.values(report.rollback?.outages ?? {})).toEqual([0, 0])
    expect(await tokenOf(project)).toBe(secret)
    await expectBundle(project, report)
    await takeBack()
    await project.writeSecrets({ TOKEN: secret })
    expect((await project.up()).report.status).toBe('unchanged')
  })

  test('rollback goes back to what was verified before, and further back the next time', async () => {
    await release(project, 'better')
    await release(project, 'best')
    const [planned, first, second] = [await back('--dry-run'), await back(), await back()]
    expect(planned.report, planned.why).toMatchObject({ status: 'planned', to: first.report.to })
    expect(planned.report.changes?.map(({ kind }) => kind)).toContain('ConfigMap')
    expect(first.report.status, first.why).toBe('verified')
    expect(second.report.status, second.why).toBe('verified')
    expect(second.report.to!.revision).toBeLessThan(first.report.to!.revision)
    expect(await roundOf(project)).toBe('good')
  })

  test('a revision of one’s choice, one that is there already, and one that helm does not have', async () => {
    const { report } = await project.status()
    const current = report.release.revision!
    expect((await back('--to', String(current))).report.status).toBe('unchanged')
    const unknown = await back('--to', '99')
    expect([unknown.code, unknown.report.error?.choices]).toEqual([
      2,
      expect.arrayContaining([String(current)]),
    ])
    const chosen = await back('--to', String(current - 2))
    expect(chosen.report.status, chosen.why).toBe('verified')
    expect(await roundOf(project)).toBe('best')
  })

  test('a failed deploy that is kept says how to go back, and rollback does', async () => {
    const takeBack = await project.configure(absent)
    const { report } = await project.up()
    expect(report.rollback).toBeUndefined()
    expect(report.next.at(-1)).toMatch(/^k8sdeploy rollback/)
    const { report: after, why } = await back()
    expect(after.status, why).toBe('verified')
    expect(await roundOf(project)).toBe('best')
    await takeBack()
  })

  test('a Secret that has changed since is not undone, which is said', async () => {
    await project.writeSecrets({ TOKEN: `${secret}-rotated` })
    await release(project, 'rotated')
    const { code, report } = await back()
    expect(code).toBe(42)
    expect(report.notUndone.join()).toMatch(/the Secret keeps the values it has now/)
    expect(report.error?.evidence.join()).toMatch(/pods-run-current-secret/)
  })
})

async function expectBundle(project: Project, { kept = '' }: UpReport): Promise<void> {
  const folder = join(project.root, kept)
  const names = (await readdir(folder, { recursive: true })).sort()
  expect(names).toEqual(expect.arrayContaining(['events.json', 'logs', 'pods.json', 'verdict.json']))
  expect(names.filter((name) => name.endsWith('-previous.log'))).not.toEqual([])
  for (const name of names.filter((one) => one.includes('.'))) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder, name), 'utf8')).not.toContain(secret)
  }
}
