import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchObjects, fetchReleases, kubectl } from './kubectl.ts'
import { copyExample, type Project, type Setup } from './project.ts'
import { todosAt } from './todos.ts'

type Workload = { metadata: { name: string; uid: string }; spec: { replicas: number } }

const podNames = async (namespace: string) =>
  (await fetchObjects<Workload>('pods', namespace)).map(({ metadata }) => metadata.name).sort()

const setups: Setup[] = [
  { delivery: 'containerd', helm: 4, builder: 'classic' },
  { delivery: 'registry', helm: 3, builder: 'buildkit' },
]

describe.each(setups)('the example by $delivery, helm $helm and the $builder builder', (setup) => {
  let project: Project

  beforeAll(async () => {
    project = await copyExample(setup)
  })
  afterAll(() => project.remove())

  test('init writes a config and a chart without asking', async () => {
    const { code, stderr } = await project.init()
    expect(code, stderr).toBe(0)
  })

  test('the first up ends verified, and its URL keeps rows', async () => {
    const { code, report, why } = await project.up()
    expect(report.status, why).toBe('verified')
    expect(code, why).toBe(0)
    expect(report.urls).toContainEqual(expect.objectContaining({ component: 'frontend', answered: true }))
    expect(await (await fetch(project.url)).text()).toContain('<!doctype html>')
    const { id } = await todosAt(project.url).add(`kept by ${project.name}`)
    expect((await todosAt(project.url).list()).map((todo) => todo.id)).toContain(id)
  })

  test('what it says about itself is what helm and the API server say', async () => {
    const { code, report, why } = await project.status()
    expect(code, why).toBe(0)
    expect(report.status, why).toBe('ok')
    expect(report.entities.flatMap(({ rules }) => rules).filter(({ holds }) => holds === false)).toEqual([])
    expect(new Set(report.entities.map(({ kind }) => kind)).size).toBe(8)
    expect(await fetchReleases(project.namespace)).toEqual([[project.name, 'deployed']])
    const deployments = await fetchObjects<Workload>('deployments', project.namespace)
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual([
      `${project.name}-backend`,
      `${project.name}-frontend`,
    ])
  })

  test('a second up changes nothing', async () => {
    const before = await podNames(project.namespace)
    const { report, why } = await project.up()
    expect(report.status, why).toBe('unchanged')
    expect(await podNames(project.namespace)).toEqual(before)
    expect((await fetchReleases(project.namespace)).length).toBe(1)
  })

  test('a change in the code replaces only its own pods, without an outage', async () => {
    const before = await podNames(project.namespace)
    await project.replace('frontend/public/index.html', '<title>', '<title>Changed ')
    const { report, why } = await project.up()
    expect(report.status, why).toBe('verified')
    expect(await (await fetch(project.url)).text()).toContain('<title>Changed ')
    const after = await podNames(project.namespace)
    expect(after.filter((name) => name.includes('-backend-'))).toEqual(
      before.filter((name) => name.includes('-backend-')),
    )
    expect(after.filter((name) => name.includes('-frontend-') && before.includes(name))).toEqual([])
    expect(Object.values(report.outages ?? {})).toEqual([0, 0])
    expect((await todosAt(project.url).list()).map(({ title }) => title)).toContain(`kept by ${project.name}`)
  })

  test('a change in the configuration alone reaches the pods', async () => {
    await project.configure(({ backend }) => {
      backend.env = { ...backend.env, GREETING: 'hello' }
    })
    const { report, why } = await project.up()
    expect(report.status, why).toBe('verified')
    expect(
      await kubectl(
        'exec',
        '-n',
        project.namespace,
        `deploy/${project.name}-backend`,
        '--',
        'printenv',
        'GREETING',
      ),
    ).toBe('hello\n')
  })

  test('down removes what it made, and says so', async () => {
    const { code, report, why } = await project.down()
    expect(code, why).toBe(0)
    expect(report.status, why).toBe('removed')
    expect(await fetchReleases(project.namespace)).toEqual([])
    // what every namespace has by itself is gone only with the namespace
    expect(await fetchObjects('deployments,services,configmaps,pods', project.namespace)).toEqual([])
    const again = await project.down()
    expect(again.report.status, JSON.stringify(again.report)).toBe('absent')
  })
})
