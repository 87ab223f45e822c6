import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '../../../src/config/config.ts'
import type { Transition, UpReport, VerdictClass } from '../../../src/report.ts'
import { facts } from '../facts.ts'
import { kubectl } from '../kubectl.ts'
import { copyExample, type Project, type Reported } from '../project.ts'

/** A fault, or a healthy app that looks ill, made for real: what `up` must say of it. */
export type Case = {
  name: string
  /** Any of these classes names the cause; `verified` for what is healthy. */
  expect: VerdictClass[] | 'verified'
  /** Against `Kind/name/container` of the verdict's object. */
  object?: RegExp
  /** Against the verdict's message, field and evidence. */
  shows?: RegExp
  /** `healthy` (default): a verified revision runs before the case is made. `nothing`: a first install. */
  over?: 'healthy' | 'nothing'
  /** Edits the chart before the verified revision, so that it holds for both. */
  chartBefore?: (edit: Edit) => Promise<unknown>
  /** The same for k8sdeploy.yaml. */
  configureBefore?: (config: Config) => void
  /** Edits k8sdeploy.yaml; both components run `facts.behave`, told by `env` how to behave. */
  configure?: (config: Config) => void
  /** Edits the chart in the project's folder, once the config is written. */
  chart?: (edit: Edit) => Promise<unknown>
  /** Objects and settings around the release, before the `up` that is judged; its namespace exists. */
  prepare?: (place: Place) => Promise<unknown>
  /** Beside the `up` that is judged: told each NDJSON event. */
  during?: (event: Record<string, unknown>, place: Place) => void
  /** Looks at the cluster while it is as `up` left it. */
  after?: (report: UpReport, place: Place) => Promise<unknown>
  cleanUp?: (place: Place) => Promise<unknown>
  flags?: string[]
}

/** helm has written it: before that a change of somebody else would be a conflict. */
const showsNewVersion = ({ type, transition }: Record<string, unknown>): boolean =>
  type === 'transition' && (transition as Transition).object.startsWith('Deployment/')

/** Once, as soon as the new version is the cluster's. */
export const meanwhile = (act: (place: Place) => Promise<unknown>): Case['during'] => {
  let isDone = false
  return (event, place) => {
    if (isDone || !showsNewVersion(event)) return
    isDone = true
    act(place).catch(console.error)
  }
}

/** `file` relative to the chart. */
export type Edit = (file: string, change: (text: string) => string) => Promise<void>

export type Place = {
  project: Project
  namespace: string
  name: string
  /** kubectl in the case's namespace. */
  kubectl: (...args: string[]) => Promise<string>
  apply: (...objects: object[]) => Promise<unknown>
}

/** Runs side by side: what the cases do is mostly waiting. */
export const testCases = (cases: Case[]): void => {
  test.concurrent.each(cases)('$name', async (one) => {
    const { report, why } = await runCase(one)
    if (one.expect === 'verified') return expect(report.status, why).toBe('verified')
    expect(one.expect, why).toContain(report.verdict?.class)
    const { kind, name, container } = report.verdict!.object
    expect(`${kind}/${name}/${container ?? ''}`, why).toMatch(one.object ?? /./)
    expect(JSON.stringify([report.verdict, report.error])).toMatch(one.shows ?? /./)
  })
}

export const runCase = async (one: Case): Promise<Reported<UpReport>> => {
  const project = await copyExample()
  const place = placeOf(project)
  const editChart: Edit = (file, change) => edit(join(project.root, 'chart', file), change)
  try {
    await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
    await project.configure(toBehave)
    if (one.configureBefore) await project.configure(one.configureBefore)
    await one.chartBefore?.(editChart)
    if (one.over !== 'nothing') {
      const { report, why } = await project.up()
      expect(report.status, why).toBe('verified')
    } else await kubectl('create', 'namespace', place.namespace)
    if (one.configure) await project.configure(one.configure)
    await one.chart?.(editChart)
    await one.prepare?.(place)
    const reported = await project.up(one.flags ?? ['--timeout', '150'], {
      onEvent: (event) => one.during?.(event, place),
    })
    if ((reported.code === 0) === (one.expect === 'verified')) await one.after?.(reported.report, place)
    return reported
  } finally {
    await one.cleanUp?.(place)
    await project.remove()
  }
}

export const toBehave = (config: Config): void => {
  config.images.delivery = 'none'
  config.database = null
  config.secrets = {}
  delete config.backend.migrate
  for (const component of [config.frontend, config.backend]) {
    component.image = facts.behave
    component.secrets = []
    component.env = { PORT: String(component.port) }
    component.terminationGracePeriodSeconds = 2
    component.probes.readiness = { path: '/', periodSeconds: 1 }
  }
}

const edit = async (path: string, change: (text: string) => string): Promise<void> => {
  const before = await readFile(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`the edit of ${path} changes nothing`)
  await writeFile(path, after)
}

const placeOf = (project: Project): Place => {
  const { namespace, name } = project
  const inNamespace = (...args: string[]) => kubectl('--namespace', namespace, ...args)
  return {
    project,
    namespace,
    name,
    kubectl: inNamespace,
    async apply(...objects) {
      const path = join(project.root, 'applied.json')
      await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
      return inNamespace('apply', '--filename', path)
    },
  }
}
