import { afterAll, describe, expect, test, vi } from 'vitest'
import type { UpReport, VerdictClass } from '../../src/report.ts'
import * as faults from './faulty/faults.ts'
import { type Fault, type FaultyProxy, startProxy } from './faulty/proxy.ts'
import { toBehave } from './matrix/case.ts'
import { copyExample, type Project, type Reported } from './project.ts'

vi.setConfig({ maxConcurrency: 6 })

type Shown = { up: Reported<UpReport>; requests: number; perSecond: number }
type Outcome = { healthy: Shown; failing: Shown }

const counts: string[] = []
afterAll(() => console.info(counts.sort().join('\n')))

/** A missing ConfigMap: definitive after some seconds, and for as long as nobody makes it. */
const makeFail = (project: Project) =>
  project.replace(
    'chart/templates/deployment.yaml',
    '          envFrom:\n',
    '          envFrom:\n            - configMapRef: {name: nobody-made-it}\n',
  )

const upThrough = async (
  project: Project,
  proxy: FaultyProxy,
  kubeconfig: string,
  env = {},
  flags: string[] = [],
) => {
  const before = proxy.ours().length
  const began = performance.now()
  const up = await project.up(['--timeout', '120', ...flags], { env: { KUBECONFIG: kubeconfig, ...env } })
  const requests = proxy.ours().length - before
  return { up, requests, perSecond: (requests * 1000) / (performance.now() - began) }
}

const withProject = async <T>(work: (project: Project) => Promise<T>): Promise<T> => {
  const project = await copyExample()
  try {
    await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
    await project.configure(toBehave)
    return await work(project)
  } finally {
    await project.remove()
  }
}

type Way = {
  fault: Fault
  user?: (proxy: FaultyProxy) => Promise<object>
  env?: Record<string, string>
  during?: (proxy: FaultyProxy) => unknown
}

/** A first install that is healthy, then a change that fails, both through the same fault. */
const both = (name: string, { fault, user, env, during }: Way): Promise<Outcome> =>
  withProject(async (project) => {
    const proxy = await startProxy(fault)
    try {
      const kubeconfig = await proxy.writeKubeconfig(await user?.(proxy))
      const stop = during?.(proxy)
      const healthy = await upThrough(project, proxy, kubeconfig, env)
      await makeFail(project)
      const failing = await upThrough(project, proxy, kubeconfig, env)
      if (typeof stop === 'function') stop()
      const view = ({ requests, perSecond, up }: Shown) =>
        `${requests} requests, ${perSecond.toFixed(1)}/s, ${up.report.status} ${up.report.verdict?.class ?? ''}`
      counts.push(`${name.padEnd(40)} healthy: ${view(healthy)} · failing: ${view(failing)}`)
      return { healthy, failing }
    } finally {
      await proxy.close()
    }
  })

const expectTruth = ({ healthy, failing }: Outcome, failure: VerdictClass = 'config-missing') => {
  expect(healthy.up.report.status, healthy.up.why).toBe('verified')
  expect(failing.up.report.verdict?.class, failing.up.why).toBe(failure)
  expect(failing.up.code, failing.up.why).toBe(40)
  // nine kinds, each listed at most every three seconds and watched anew with a growing pause
  expect(healthy.perSecond).toBeLessThan(25)
  expect(failing.perSecond).toBeLessThan(25)
}

const inSeconds = () => ({ 'Retry-After': '1' })
const asDate = () => ({
  Date: new Date().toUTCString(),
  'Retry-After': new Date(Date.now() + 1000).toUTCString(),
})

describe('the truth, whatever becomes of the connection', () => {
  test.concurrent.each<[string, Fault]>([
    ['none', () => false],
    ['a watch that swallows every event', faults.silentWatch],
    ['a watch that never answers', faults.noHeaders],
    ['a watch that falls silent', faults.halfOpen],
    ['410 instead of a watch', faults.goneBefore],
    ['410 within a watch', faults.goneWithin],
    ['a list that may not be watched', faults.unwatchable],
    ['429 with seconds', faults.tooMany(inSeconds)],
    ['429 with a date', faults.tooMany(asDate)],
    ['bursts of 500 and 503', faults.bursts],
    ['a cut in the middle of a line', faults.cutLine],
    ['a close after each event', faults.closeAfterEach],
    ['truncated lines', faults.truncated],
    ['garbage between the lines', faults.garbage],
    ['a slow drip that cuts characters', faults.bytewise],
    ['objects of 5 MB', faults.huge],
    ['zipped answers', faults.zipped],
    ['every event twice', faults.twice],
    ['old events once more', faults.replayed],
    ['pages of one object, forgotten half-way', faults.paged],
  ])('%s', async (name, fault) => {
    expectTruth(await both(name, { fault }))
  })
})
