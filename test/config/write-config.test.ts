import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../src/config/check-config.ts'
import { completeConfig } from '../../src/config/complete-config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { ConfigInput } from '../../src/config/schema.ts'
import { writeConfig } from '../../src/config/write-config.ts'
import { configFrom, leastText } from './config-text.ts'

const text = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter((one) => !one.includes('\u0000') && !one.includes('://'))
const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const probe = fc.oneof(
  fc.record({
    path: fc.constantFrom('/', '/ready', '/a?b=c:d'),
    periodSeconds: maybe(fc.integer({ min: 1, max: 60 })),
  }),
  fc.record({ tcp: fc.constant(true as const) }),
  fc.record({ command: fc.array(text, { minLength: 1, maxLength: 3 }) }),
)
const component = fc.record({
  port: fc.integer({ min: 1, max: 65535 }),
  dir: maybe(fc.constantFrom('.', 'apps/web', 'a: b', '#x', 'yes')),
  replicas: maybe(fc.integer({ min: 1, max: 9 })),
  env: maybe(fc.dictionary(variable, text, { maxKeys: 4 })),
  start: maybe(fc.array(text, { minLength: 1, maxLength: 3 })),
  probes: maybe(fc.record({ readiness: maybe(probe), liveness: maybe(probe), startup: maybe(probe) })),
  resources: maybe(fc.constant({ requests: { cpu: '50m' }, limits: { memory: '1Gi' } })),
  service: maybe(fc.record({ port: maybe(fc.integer({ min: 1, max: 65535 })) })),
  hpa: maybe(fc.constantFrom({ maxReplicas: 9 }, { minReplicas: 1, maxReplicas: 9, cpuPercent: 50 })),
  runAsUser: maybe(fc.constantFrom(null, 1000)),
  secrets: maybe(fc.constantFrom([], ['KEY'], [{ name: 'KEY', as: 'API_KEY' }])),
})
const input = fc.record({
  name: fc.constantFrom('todo', 'a', 'on'),
  namespace: maybe(fc.constantFrom('null', 'shop')),
  frontend: component,
  backend: component,
  access: maybe(
    fc.constantFrom({ kind: 'node-port' as const }, { kind: 'ingress' as const, host: 'a.example' }),
  ),
  secrets: fc.constantFrom({ KEY: null }, { KEY: { required: false, key: 'OTHER' } }),
  images: maybe(fc.constantFrom({ registry: 'r:5000/x' }, { registry: 'r/x', delivery: 'auto' as const })),
  networkPolicy: maybe(fc.boolean()),
  contexts: maybe(fc.constantFrom([], ['prod'])),
  environments: maybe(fc.constantFrom({ staging: { values: { frontend: { replicas: 3 } } } }, { x: {} })),
})

const noUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('writeConfig', () => {
  it('reads back as the same config, whatever it holds', () => {
    fc.assert(
      fc.property(
        input,
        fc.dictionary(fc.constantFrom('backend.port', 'frontend', 'frontend.service.type'), text),
        (raw, sources) => {
          const config = completeConfig(raw as ConfigInput)
          fc.pre(checkConfig(config).length === 0)
          const written = writeConfig(config, sources)
          const again = readConfig(written, 'k8sdeploy.yaml')
          if ('problems' in again) throw new Error(`${JSON.stringify(again.problems)}\n${written}`)
          expect(noUndefined(again.config)).toEqual(noUndefined(config))
          expect(writeConfig(config, sources)).toBe(written)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('writes no sign of a damaged file, even where a value or a source holds it', () => {
    const config = configFrom(`${leastText}secrets:\n  DATABASE_URL:\n`)
    config.backend.env = { A: 'gr\uFFFDn' }
    const again = readConfig(writeConfig(config, { 'backend.port': 'b\uFFFD/\uD800:1' }), 'k8sdeploy.yaml')
    expect(again).toMatchObject({ config: { backend: { env: { A: 'gr\uFFFDn' } } } })
  })

  it('shows what matters, with the source of each value', () => {
    const config = configFrom(`${leastText}secrets:\n  DATABASE_URL:\n`)
    expect(writeConfig(config, { 'backend.port': 'backend/Dockerfile:14 EXPOSE' })).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=./.k8sdeploy/schema.json
      # What k8sdeploy deploys, and how. Names of secrets only, never their values: commit this file.
      # Anything left out has a default: \`k8sdeploy schema\` names them all.
      version: 1
      name: todo
      namespace: todo

      # How people reach the frontend.
      access: {kind: port-forward}

      # What browsers get.
      frontend:
        dir: frontend
        port: 3000
        replicas: 2
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {cpu: 500m, memory: 512Mi}
        probes:
          readiness: {path: /}
          liveness: {tcp: true}

      # What answers the frontend, and talks to the database.
      backend:
        dir: backend
        port: 8000 # backend/Dockerfile:14 EXPOSE
        replicas: 2
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {cpu: 500m, memory: 512Mi}
        secrets: [DATABASE_URL]
        probes:
          readiness: {tcp: true}
          liveness: {tcp: true}

      # The hosted PostgreSQL: which of the secrets holds its URL.
      database: {secret: DATABASE_URL}

      # Where \`up\` takes each value from. It goes into a Kubernetes Secret and nowhere else.
      secrets:
        DATABASE_URL: {from: env}

      # The helm chart. It is yours: edit it, or install it with plain helm.
      chart: {path: chart, version: "0.1.0"}
      "
    `)
  })
})
