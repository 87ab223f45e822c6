import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { chartFiles } from '../../src/chart/chart-files.ts'
import { fillYaml } from '../../src/chart/fill-yaml.ts'
import { configFrom, leastText } from '../config/config-text.ts'
import { fullText } from './example-config.ts'
import { shippedTemplates } from './shipped.ts'

const filesOf = (text: string) => {
  const files = chartFiles(configFrom(text), shippedTemplates())
  return Object.fromEntries(files.map(({ path, content }) => [path, content]))
}

describe('fillYaml', () => {
  const template = '# top\na: 1 # one\nb:\n  # -- inside\n  c: "x"\n  d: {}\n  e: [1, 2]\nf: null\n'

  it.each([
    [{ a: 2 }, '# top\na: 2 # one\nb:\n  # -- inside\n  c: "x"\n  d: {}\n  e: [1, 2]\nf: null\n'],
    [
      { b: { c: 'y: z', e: [] } },
      '# top\na: 1 # one\nb:\n  # -- inside\n  c: "y: z"\n  d: {}\n  e: []\nf: null\n',
    ],
    [
      { b: { d: { K: 'v', 'k-2': 'yes' } }, f: [{ name: 'a' }] },
      '# top\na: 1 # one\nb:\n  # -- inside\n  c: "x"\n  d:\n    K: v\n    k-2: "yes"\n  e: [1, 2]\nf:\n  - {name: a}\n',
    ],
    [{}, template],
  ])('%j', (values, filled) => {
    expect(fillYaml(template, values)).toBe(filled)
  })

  it('refuses a value that the template has no place for', () => {
    expect(() => fillYaml(template, { b: 1, z: 1 })).toThrow('no value `z`')
  })

  it('keeps any text as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.string({ unit: 'binary' }), fc.string()),
        (text, map) => {
          fc.pre(!Object.hasOwn(map, '__proto__'))
          const filled = load(fillYaml(template, { b: { c: text, d: map } })) as {
            b: { c: string; d: object }
          }
          expect([filled.b.c, { ...filled.b.d }]).toEqual([text, { ...map }])
        },
      ),
    )
  })
})

describe('chartFiles', () => {
  it('are the shipped files below the chart’s folder, in order, the same each time', () => {
    const files = chartFiles(configFrom(`${leastText}chart: {path: deploy/chart/}\n`), shippedTemplates())
    const paths = files.map(({ path }) => path)
    expect(paths).toContain('deploy/chart/templates/deployment.yaml')
    expect(paths).toEqual([...paths].sort())
    expect(chartFiles(configFrom(`${leastText}chart: {path: deploy/chart/}\n`), shippedTemplates())).toEqual(
      files,
    )
  })

  it('hold the answers and every comment of the template', () => {
    const values = filesOf(fullText)['chart/values.yaml']!
    expect(load(values)).toMatchObject({
      existingSecret: '',
      imagePullSecrets: [{ name: 'registry-login' }],
      frontend: {
        image: { repository: 'localhost:5000/shop/todo-frontend', tag: '' },
        env: { PORT: '3000', ODD: "a: b # c\n{{ .Values }} 'x' %" },
        probes: { readiness: { path: '/healthz', host: 'localhost', periodSeconds: 5 } },
      },
      backend: {
        runAsUser: null,
        autoscaling: { enabled: true, maxReplicas: 5 },
        secrets: [
          { name: 'DATABASE_URL', as: 'DB_URL' },
          { name: 'JWT', as: 'JWT', optional: true },
        ],
      },
      ingress: { enabled: true, host: 'shop.example.com', apiPath: '/api' },
    })
    const comments = (text: string) => text.split('\n').filter((line) => line.trimStart().startsWith('#'))
    expect(comments(values)).toEqual(comments(shippedTemplates()['chart/values.yaml']!))
  })

  it('name every environment’s differences', () => {
    expect(load(filesOf(fullText)['chart/values-staging.yaml']!)).toEqual({
      frontend: { replicas: 1, env: { STAGE: 'yes' } },
    })
  })

  it('explain every value: each key of values.yaml has a comment or is explained by its keys', () => {
    const lines = shippedTemplates()['chart/values.yaml']!.split('\n')
    const bare = lines.filter(
      (line, index) => /^\s*\w+: \S/.test(line) && !lines[index - 1]?.includes('# --'),
    )
    const inProbesAndResources =
      /^\s*(cpu|memory|path|host|command|periodSeconds|timeoutSeconds|failureThreshold):/
    expect(bare.filter((line) => !inProbesAndResources.test(line))).toEqual([])
  })

  it('have a schema that knows every value, and no other', () => {
    type Schema = { properties?: Record<string, Schema>; $ref?: string; additionalProperties?: unknown }
    const schema = JSON.parse(shippedTemplates()['chart/values.schema.json']!) as Schema & {
      definitions: Record<string, Schema>
    }
    const check = (values: object, node: Schema, path: string): string[] => {
      const { properties, additionalProperties } = node.$ref ? schema.definitions[node.$ref.slice(14)]! : node
      if (!properties || additionalProperties !== false) return []
      const unknown = Object.keys(values)
        .filter((key) => !properties[key])
        .map((key) => path + key)
      const unset = Object.keys(properties)
        .filter((key) => !(key in values) && key !== 'global')
        .map((key) => `${path}${key} unset`)
      const inside = Object.entries(values).flatMap(([key, value]) =>
        properties[key] && typeof value === 'object' && value
          ? check(value, properties[key], `${path}${key}.`)
          : [],
      )
      return [...unknown, ...unset, ...inside]
    }
    expect(check(load(shippedTemplates()['chart/values.yaml']!) as object, schema, '')).toEqual([])
  })
})
