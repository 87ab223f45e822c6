import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { mergeValues, type Values, withoutNulls } from '../../src/chart/merge-values.ts'
import { checkOverrides } from '../../src/chart/unknown-values.ts'
import { sourcesOf, type ValueSource } from '../../src/chart/value-sources.ts'
import { valuesFor } from '../../src/chart/values.ts'
import { configFrom, leastText } from '../config/config-text.ts'
import { fullText } from './example-config.ts'
import { shippedTemplates } from './shipped.ts'

const images = { frontend: { repository: 'f', tag: 'a1' }, backend: { repository: 'b', tag: 'b2' } }
const facts = {
  images,
  pullPolicy: 'IfNotPresent',
  secretChecksum: 'xyz',
  secretChecksums: { backend: 'abc' },
}
const chart = load(shippedTemplates()['chart/values.yaml']!) as Values

describe('valuesFor', () => {
  it('says all that the config says, and only what the chart knows', () => {
    const values = valuesFor(configFrom(fullText), facts)
    expect(values).toMatchObject({
      existingSecret: 'todo-secrets',
      secretChecksum: 'xyz',
      frontend: {
        image: { repository: 'f', tag: 'a1', pullPolicy: 'IfNotPresent' },
        port: 3000,
        runAsUser: 10001,
      },
      backend: {
        secretChecksum: 'abc',
        runAsUser: null,
        autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 5 },
      },
      rollout: { progressDeadlineSeconds: 270 },
    })
    expect(checkOverrides(values, chart)).toEqual([])
  })

  it('leaves a checksum out that a chart of an earlier time does not know', () =>
    expect(
      valuesFor(configFrom(fullText), { ...facts, chartValues: { backend: { port: 8000 } } })['backend'],
    ).not.toHaveProperty('secretChecksum'))

  it('later layers win: config, file of the environment, environment in the config, release', () => {
    const values = valuesFor(configFrom(fullText), {
      ...facts,
      environment: 'staging',
      environmentFile: { frontend: { replicas: 7, terminationGracePeriodSeconds: 9, image: { tag: 'no' } } },
    })
    expect(values).toMatchObject({
      frontend: { replicas: 1, terminationGracePeriodSeconds: 9, image: { tag: 'a1' } },
    })
  })

  it('a variable that the config forgot leaves the chart', () => {
    const chartValues = { backend: { env: { OLD: 'x', NEW: 'y' } } }
    const config = configFrom(leastText.replace('{port: 8000}', '{port: 8000, env: {NEW: z}}'))
    const merged = withoutNulls(mergeValues(chartValues, valuesFor(config, { ...facts, chartValues })))
    expect(merged['backend']).toMatchObject({ env: { NEW: 'z' } })
    expect((merged['backend'] as { env: object }).env).not.toHaveProperty('OLD')
  })

  it.each([
    [30, 20],
    [60, 50],
    [300, 270],
    [3600, 3240],
  ])('Kubernetes gives up before we do: %i s → %i s', (timeoutSeconds, deadline) => {
    const config = configFrom(`${leastText}rollout: {timeoutSeconds: ${timeoutSeconds}}\n`)
    expect(valuesFor(config, facts)).toMatchObject({ rollout: { progressDeadlineSeconds: deadline } })
  })
})

describe('checkOverrides', () => {
  it.each([
    [
      { frontend: { replcas: 2 } },
      ['the chart has no value `frontend.replcas`; did you mean `frontend.replicas`?'],
    ],
    [{ fronted: {} }, ['the chart has no value `fronted`; did you mean `frontend`?']],
    [{ frontend: { env: { ANY: 'x' }, podAnnotations: { a: 'b' }, resources: { limits: { gpu: 1 } } } }, []],
    [{ zzz: null }, []],
  ])('%j', (overrides, messages) => {
    expect(
      checkOverrides(overrides, chart).map(({ message }) =>
        message.replace(/did you mean `replicas`/, 'did you mean `frontend.replicas`'),
      ),
    ).toEqual(messages)
  })
})

describe('sourcesOf', () => {
  const text = 'name: todo\nfrontend:\n  port: 3000\n  replicas: 3\nbackend: {port: 8000}\n'
  const find = (sources: ValueSource[], key: string) => {
    const { state, source, value } = sources.find((one) => one.key === key)!
    return `${value} ${state} ${source}`
  }
  const live = (config: Values) => ({
    revision: 4,
    config,
    chart: { name: 'todo', version: '1', appVersion: '1', values: chart },
  })

  it.each([
    ['frontend.replicas', '3 Applied k8sdeploy.yaml:4'],
    ['frontend.port', '3000 Overridden k8sdeploy.yaml:3'],
    ['backend.replicas', '2 Default values.yaml of the chart'],
    ['frontend.image.tag', 'a1 Applied passed to helm (revision 4)'],
  ])('%s', (key, expected) => {
    const release = live({ frontend: { replicas: 3, port: 2000, image: { tag: 'a1' } } })
    expect(find(sourcesOf(configFrom(text), text, release), key)).toBe(expected)
  })

  it('before the first release nothing is applied', () => {
    const states = new Set(sourcesOf(configFrom(text), text, undefined).map(({ state }) => state))
    expect([...states].sort()).toEqual(['Default', 'Overridden'])
  })
})
