import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/chart/read-manifests.ts'
import { checkStatic } from '../../src/chart/static-rules.ts'
import { configFrom } from '../config/config-text.ts'
import { fullText } from './example-config.ts'

// What helm renders from the shipped chart; `test/cli/chart.test.ts` keeps it true.
const rendered = () =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'rendered.json.snap'), 'utf8')) as Manifest[]
const config = configFrom(fullText)

// biome-ignore lint/suspicious/noExplicitAny: breaking an object on purpose
type Loose = any
const find = (manifests: Manifest[], kind: string, name: string): Loose =>
  manifests.find((one) => one.kind === kind && one.metadata?.name === name)

const broken = (change: (manifests: Manifest[]) => void) => {
  const manifests = rendered()
  change(manifests)
  return checkStatic(config, manifests).flatMap(({ kind, component, rules }) =>
    rules.filter(({ holds }) => holds === false).map(({ id }) => `${component ?? ''} ${kind} ${id}`.trim()),
  )
}

describe('checkStatic', () => {
  it('holds for the shipped chart, for all eight kinds', () => {
    expect(broken(() => {})).toEqual([])
    expect(new Set(checkStatic(config, rendered()).map(({ kind }) => kind))).toHaveLength(8)
  })

  const container = (all: Manifest[], role: string): Loose =>
    find(all, 'Deployment', `todo-${role}`).spec.template.spec.containers[0]

  it.each<[string, (all: Manifest[]) => void, string[]]>([
    [
      'no limits',
      (all) => delete container(all, 'backend').resources.limits,
      ['backend Deployment resources-set'],
    ],
    [
      'privileged',
      (all) => (container(all, 'frontend').securityContext.privileged = true),
      ['frontend Deployment pod-security-restricted'],
    ],
    [
      'hasty liveness',
      (all) => (container(all, 'frontend').livenessProbe = container(all, 'frontend').readinessProbe),
      ['frontend Deployment probes-differ'],
    ],
    [
      'a sidecar without probes',
      (all) => {
        const { containers } = find(all, 'Deployment', 'todo-frontend').spec.template.spec
        const { ports, readinessProbe, livenessProbe, startupProbe, ...bare } = containers[0]
        containers.push({ ...bare, name: 'agent' })
      },
      [],
    ],
    [
      'no readiness',
      (all) => delete container(all, 'frontend').readinessProbe,
      ['frontend Deployment probes-differ'],
    ],
    [
      'a readiness probe at a port of a name that nobody has',
      (all) => (container(all, 'frontend').readinessProbe.httpGet.port = 'web'),
      ['frontend Deployment probe-ports-exist'],
    ],
    [
      'a liveness probe at a port of a name that another container has',
      (all) => {
        const { containers } = find(all, 'Deployment', 'todo-backend').spec.template.spec
        containers.push({
          ...containers[0],
          name: 'agent',
          ports: [{ name: 'metrics', containerPort: 9000 }],
          livenessProbe: { tcpSocket: { port: 'metrics' } },
        })
        containers[0].livenessProbe = { tcpSocket: { port: 'metrics' } }
      },
      ['backend Deployment probe-ports-exist'],
    ],
    [
      'a probe at a port that is a number in quotes',
      (all) => (container(all, 'frontend').readinessProbe.httpGet.port = '3000'),
      [],
    ],
    [
      'another port',
      (all) => (container(all, 'frontend').ports[0].containerPort = 4000),
      ['frontend FrontendService ports-match'],
    ],
    [
      'a lost port',
      (all) => (find(all, 'Service', 'todo-backend').spec.ports[0].targetPort = 'web'),
      ['backend BackendService ports-match', 'backend Service ports-match'],
    ],
    [
      'a lost selector',
      (all) => (find(all, 'Service', 'todo-frontend').spec.selector.app = 'x'),
      ['frontend Service selector-matches'],
    ],
    [
      'node port',
      (all) => (find(all, 'Service', 'todo-frontend').spec.ports[0].nodePort = 80),
      ['frontend Service node-port-in-range'],
    ],
    ['unread config', (all) => delete container(all, 'backend').envFrom, ['backend ConfigMap referenced']],
    [
      'bad key',
      (all) => (find(all, 'ConfigMap', 'todo-backend-config').data['a b'] = 'x'),
      ['backend ConfigMap keys-valid'],
    ],
    [
      'number',
      (all) => (find(all, 'ConfigMap', 'todo-backend-config').data['A'] = 1),
      ['backend ConfigMap values-are-text'],
    ],
    [
      'credentials',
      (all) => (find(all, 'ConfigMap', 'todo-backend-config').data['A'] = 'a://u:p@h'),
      ['backend ConfigMap holds-no-credentials'],
    ],
    [
      'too big',
      (all) => (find(all, 'ConfigMap', 'todo-backend-config').data['A'] = 'x'.repeat(2 ** 20)),
      ['backend ConfigMap size'],
    ],
    [
      'no database',
      (all) => container(all, 'backend').env.shift(),
      ['backend BackendService reads-database-url', 'Secret required-keys-referenced'],
    ],
    [
      'undeclared key',
      (all) => (container(all, 'backend').env[1].valueFrom.secretKeyRef.key = 'OTHER'),
      ['Secret keys-declared'],
    ],
    [
      'a Secret in the chart',
      (all) => all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
      ['Secret not-in-chart'],
    ],
    ['twice', (all) => all.push(find(all, 'Service', 'todo-frontend')), ['HelmChart objects-unique']],
    [
      'no labels',
      (all) => delete find(all, 'Service', 'todo-frontend').metadata.labels,
      ['HelmChart standard-labels'],
    ],
    [
      'no Service',
      (all) => all.splice(all.indexOf(find(all, 'Service', 'todo-backend')), 1),
      ['backend Service rendered'],
    ],
  ])('%s', (_, change, rules) => {
    expect(broken(change)).toEqual(rules)
  })
})
