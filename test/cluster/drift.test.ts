import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project } from './project.ts'

let project: Project
let backend: string
const inNamespace = (...args: string[]) => kubectl('--namespace', project.namespace, ...args)

beforeAll(async () => {
  project = await copyExample()
  backend = `${project.name}-backend`
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure(toBehave)
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
})
afterAll(() => project.remove())

// each over what the former one left: up puts the release in its place again
test.each<[string, string[], RegExp]>([
  ['a Service that somebody deleted', ['delete', 'service'], /^$/],
  ['a Deployment that somebody scaled to 0', ['scale', 'deployment', '--replicas=0'], /^spec\.replicas$/],
  ['a Deployment that somebody scaled', ['scale', 'deployment', '--replicas=2'], /^spec\.replicas$/],
  ['another image', ['set', 'image', 'deployment', 'backend=nobody.example/has:this'], /image$/],
  [
    'a selector with one more key',
    ['patch', 'service', '--patch', '{"spec":{"selector":{"tier":"gold"}}}'],
    /^spec\.selector$/,
  ],
])('%s is set back, and told', async (_, [verb = '', ...rest], path) => {
  const kinds = rest.findIndex((word) => ['service', 'deployment'].includes(word))
  await inNamespace(verb, ...rest.slice(0, kinds + 1), backend, ...rest.slice(kinds + 1))
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  expect(report.drift).toEqual([
    expect.objectContaining({ path: expect.stringMatching(path), isSetBack: true }),
  ])
  expect((await project.up()).report).not.toHaveProperty('drift')
})

test('a change by hand is in nobody’s way back', async () => {
  await project.configure((config) => {
    config.backend.env['VERSION'] = '1'
  })
  expect((await project.up()).report.status).toBe('verified')
  await inNamespace('set', 'image', `deployment/${backend}`, 'backend=nobody.example/has:this')
  const { report, why } = await project.rollback()
  expect(report.status, why).toBe('verified')
})

test('what the release does not name stays, and is told each time', async () => {
  await inNamespace('set', 'env', `deployment/${backend}`, 'OTHER=1')
  await inNamespace('rollout', 'status', `deployment/${backend}`)
  // one field manager holds both: what it loses to helm does not make a new writer of it
  await inNamespace('set', 'image', `deployment/${backend}`, 'backend=nobody.example/has:this')
  const { report, why } = await project.up()
  expect(report.status, why).toBe('verified')
  expect(report.drift?.map(({ isSetBack }) => isSetBack)).toEqual(expect.arrayContaining([true, false]))
  for (const status of [/verified|unchanged/, /unchanged/]) {
    const { report, why } = await project.up()
    expect(report.status, why).toMatch(status)
    const told = { by: 'kubectl-set', path: expect.stringMatching(/env$/), isSetBack: false }
    expect(report.drift).toEqual([expect.objectContaining(told)])
  }
})

test('who changes a Deployment before anybody could look at it is found all the same', async () => {
  await project.configure((config) => {
    config.backend.env['VERSION'] = '2'
  })
  const { report, why } = await project.up([], { env: { K8SDEPLOY_HELM: await slowHelm() } })
  expect(report.verdict, why).toMatchObject({
    class: 'superseded',
    object: { kind: 'Deployment', name: backend },
  })
  expect(report.verdict?.message).toContain('kubectl-set')
})

/** A helm that returns only once somebody else has changed what it wrote. */
async function slowHelm(): Promise<string> {
  const path = join(project.root, 'helm')
  const change = `kubectl --kubeconfig ${facts.kubeconfig} --namespace ${project.namespace} set env deployment/${backend} THEIRS=1`
  const script = `#!/bin/sh
helm "$@"
code=$?
[ "$1" != upgrade ] || ${change} >&2
exit $code
`
  await writeFile(path, script, { mode: 0o755 })
  return path
}
