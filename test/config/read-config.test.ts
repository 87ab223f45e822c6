import { describe, expect, it } from 'vitest'
import { problemText } from '../../src/config/problem.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { configFrom, leastText } from './config-text.ts'

const problems = (text: string) => {
  const result = readConfig(text, 'k8sdeploy.yaml')
  return 'problems' in result ? result.problems : []
}
const places = (text: string) => problems(text).map(({ path, line, column }) => `${line}:${column} ${path}`)

describe('a config of a few lines', () => {
  it('is complete', () => {
    const config = configFrom(`${leastText}secrets:\n  DATABASE_URL:\n`)
    expect(config).toMatchObject({
      namespace: 'todo',
      access: { kind: 'port-forward' },
      frontend: { dir: 'frontend', replicas: 2, service: { type: 'ClusterIP', port: 3000 } },
      backend: {
        secrets: [{ name: 'DATABASE_URL', as: 'DATABASE_URL' }],
        build: { dockerfile: 'backend/Dockerfile' },
      },
      database: { secret: 'DATABASE_URL' },
      secrets: { DATABASE_URL: { from: 'env', key: 'DATABASE_URL', required: true } },
    })
  })

  it('follows the access', () => {
    expect(configFrom(`${leastText}access: {kind: node-port}\n`).frontend.service.type).toBe('NodePort')
  })
})

describe('everything wrong is told at once, where it stands', () => {
  it('even when one typo would hide the next', () => {
    const text = `name: Todo App
fronted: {}
frontend:
  port: 70000
  env:
    PORT: 3000
backend:
  port: abc
  resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}
  secrets: [DATABSE_URL]
secrets: {DATABASE_URL: {from: enf}}
`
    expect(places(text)).toEqual([
      '1:7 name',
      '2:1 fronted',
      '4:9 frontend.port',
      '6:11 frontend.env.PORT',
      '8:9 backend.port',
      '9:34 backend.resources.requests.memory',
      '10:13 backend.secrets[0]',
      '11:32 secrets.DATABASE_URL.from',
    ])
  })

  it('as a compiler would print it', () => {
    expect(
      problems('name: todo\nfrontend: {port: 1}\nbackend: {prot: 2, port: 3}\n').map(problemText),
    ).toEqual([
      expect.stringMatching(
        /^k8sdeploy\.yaml:3:11: backend\.prot: unknown key `prot`; did you mean `port`\?\n {2}Valid here: dir, port/,
      ),
    ])
  })
})

const one = (extra: string) => problems(`${leastText}${extra}`).map(({ message }) => message)
const inFrontend = (extra: string) =>
  problems(`name: todo\nfrontend:\n  port: 3000\n  ${extra}\nbackend: {port: 8000}\n`).map(
    ({ message }) => message,
  )

describe('what else is told', () => {
  it.each([
    ['secrets: {DATABASE_URL: hunter2}', 'secrets.DATABASE_URL'],
    ['database: "postgresql://shop:hunter2@db/shop"', 'database'],
    ['"postgresql://shop:hunter2@db/shop": 1', 'postgresql://shop:(hidden)@db/shop'],
    ['database: {secret: "postgresql://shop:hunter2@db/shop"}', 'database.secret'],
  ])('no value that may be a secret: %s', (extra, path) => {
    const found = problems(`${leastText}${extra}\n`)
    expect(found.map((problem) => problem.path)).toContain(path)
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it.each([
    ['secrets: {A: {from: vault, file: .env}}', 'secrets.A.from'],
    ['secrets: {A: {from: env-file, file: ../.env}}', 'secrets.A.file'],
    ['access: {kind: ingres, host: a.example}', 'access.kind'],
    ['images: {delivery: containerd, socket: unix}', 'images.socket'],
  ])('nothing that only follows from another mistake: %s', (extra, path) => {
    expect(problems(`${leastText}${extra}\n`).map((problem) => problem.path)).toEqual([path])
  })

  it('no word without an end', () => {
    const [problem] = problems(`${leastText}${'k'.repeat(900)}: 1\n`)
    expect(problem?.message.length).toBeLessThan(200)
  })
})

describe('single answers', () => {
  it.each([
    ['namespace: kube-system', /belongs to Kubernetes/],
    ['namespace: My_Space', /not a valid Kubernetes name/],
    ['chart: {version: "1.0"}', /not a SemVer version/],
    ['chart: {version: "01.0.0"}', /not a SemVer version/],
    ['chart: {path: ../out}', /leads out of the project/],
    ['chart: {path: /etc}', /not relative/],
    ['access: {kind: nodeport}', /did you mean `node-port`/],
    ['access: {kind: gateway}', /needs its name/],
    ['access: {kind: port-forward, host: a.example}', /does not use `host`/],
    ['access: {kind: ingress, tlsSecret: cert}', /none is given/],
    ['images: {delivery: registry}', /needs its name/],
    ['images: {delivery: containerd}', /needs its socket/],
    ['database: {secret: NOPE}', /not declared/],
    ['secrets: {A: {from: env-file}}', /not which/],
    ['secrets: {"a b": {}}', /can't be a key/],
    ['networkPolicy: yes', /true or false/],
    ['rollout: {timeoutSeconds: 5}', /from 30 to 7200/],
    ['version: 2', /not valid here/],
    ['access: {kind: ingress, host: ""}', /it is empty/],
    ['images: {platform: linux/x86}', /not valid here/],
    ['environments: {"../prod": {}}', /can't be the name of an environment/],
    ['environments: {prod: {values: {frontend: {env: {VITE_API: "http://api:1"}}}}}', /only resolves inside/],
  ])('%s', (text, message) => {
    expect(one(text)).toEqual([expect.stringMatching(message)])
  })

  it.each([
    ['replicas: 1.5', /not a whole number/],
    ['replicas: 0', /not a whole number from 1/],
    ['image: app', /no tag/],
    ['image: app:latest', /moves/],
    ['image: "App:1"', /not a valid image/],
    ['service: {type: NodePort, nodePort: 80}', /not a node port/],
    ['service: {nodePort: 30000}', /no node port/],
    ['env: {1A: x}', /not a valid name/],
    ['env: {URL: "postgres://u:p@h/db"}', /URL with a password/],
    ['build: {args: {URL: "redis://:pw@h"}}', /URL with a password/],
    ['build: {args: {VITE_API: "http://todo-backend:8000"}}', /only resolves inside/],
    ['build: {args: {NEXT_PUBLIC_API: "http://api.todo.svc.cluster.local"}}', /only resolves inside/],
    ['build: {args: {REACT_APP_API: "//api:8000/v1"}}', /only resolves inside/],
    ['build: {args: {PUBLIC_API: "api:8000"}}', /only resolves inside/],
    ['env: {NUXT_PUBLIC_API_BASE: "http://api:8000"}', /only resolves inside/],
    ['resources: {limits: {memory: 512m}}', /thousandths of a byte/],
    ['resources: {limits: {memory: "512"}}', /less than the 6Mi/],
    ['resources: {limits: {cpu: 1Gi}}', /cores/],
    ['resources: {requests: {cpu: "1"}, limits: {cpu: 500m}}', /above the limit/],
    ['probes: {readiness: {path: /a, tcp: true}}', /several ways/],
    ['probes: {readiness: {path: ready}}', /not the path of a URL/],
    ['probes: {liveness: {tcp: true, host: a.example}}', /only an HTTP probe/],
    ['hpa: {minReplicas: 3, maxReplicas: 2}', /at most 2/],
    ['secrets: [A, A]', /not declared/],
    ['writablePaths: [cache]', /not an absolute path/],
    ['backendUrlEnv: "A-B"', /not a valid name/],
    ['backendUrlEnv: NEXT_PUBLIC_API_URL', /only resolves inside/],
  ])('frontend %s', (text, message) => {
    expect(inFrontend(text)[0]).toMatch(message)
  })

  it.each([
    'build: {args: {VITE_API: /api, VITE_CDN: "https://cdn.example.com", VITE_DEV: "http://localhost:8000"}}',
    'env: {API: "http://todo-backend:8000"}',
    'resources: {requests: {cpu: "0.1"}, limits: {cpu: 100m}}',
    'runAsUser: null',
    'image: "localhost:5000/shop/app:1.2"',
  ])('frontend %s is fine', (text) => {
    expect(inFrontend(text)).toEqual([])
  })

  it.each(['1shop', 'Shop', '-shop', 'shop-', 'a'.repeat(54), 'sh op', ''])('name %j is refused', (name) => {
    expect(problems(leastText.replace('todo', JSON.stringify(name))).map(({ path }) => path)).toEqual([
      'name',
    ])
  })

  it('two components want one node port', () => {
    const service = '{type: NodePort, nodePort: 30080}'
    const text = `name: a\nfrontend: {port: 1, service: ${service}}\nbackend: {port: 2, service: ${service}}\n`
    expect(problems(text).map(({ path }) => path)).toEqual(['backend.service.nodePort'])
  })

  it('variables of 1 MiB do not fit a ConfigMap', () => {
    expect(inFrontend(`env: {A: "${'x'.repeat(1024 * 1024)}"}`)[0]).toMatch(/a ConfigMap holds less/)
  })
})

describe('YAML that is broken or hostile', () => {
  it.each([
    ['name: x\n  y: 1\n', '2:4', /indentation/],
    ['name: x\nname: y\n', '2:1', /duplicated/],
    ['a: &a [*a]', '1:9', /refers to itself/],
    ['name: !!js/function x', '1:7', /tag/],
    ['name: x\n__proto__: {a: 1}', '2:1', /__proto__/],
    ['a: 1\n---\nb: 2', '1:1', /several/],
    ['', '1:1', /empty/],
    ['- 1', '1:1', /no `key: value`/],
    [`a: ${'['.repeat(200)}`, '1:', /nesting/],
    ['name: x\n<<<<<<< HEAD\na: 1\n', '2:1', /merge/],
    ['name: gr\uFFFD\uFFFDe\n', '1:9', /not UTF-8/],
    ['name: x\0\n', '1:8', /not text/],
  ])('%.30j', (text, place, message) => {
    const [problem] = problems(text)
    expect(`${problem?.line}:${problem?.column}`).toContain(place)
    expect(problem?.message).toMatch(message)
  })

  it('aliases that multiply are refused in no time', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    )
    expect(problems(`l0: &l0 [x]\n${levels.join('\n')}`)[0]?.message).toMatch(/aliases/)
  })

  it('a huge file is refused, a huge value is read without delay', () => {
    expect(problems('x'.repeat(3 * 1024 * 1024))[0]?.message).toMatch(/more than/)
    for (const unit of ['a', 'a.', ':/', '://a:', '@']) {
      const value = unit.repeat(200_000)
      expect(
        problems(`name: ${JSON.stringify(value)}\nfrontend: {port: 1, image: ${JSON.stringify(value)}}\n`),
      ).not.toEqual([])
      expect(inFrontend(`env: {A: ${JSON.stringify(value)}}`)).toEqual([])
    }
  })

  it('a few aliases are fine', () => {
    const text = 'name: a\nfrontend: {port: 1, env: &e {A: b}}\nbackend: {port: 2, env: *e}\n'
    expect(configFrom(text).backend.env).toEqual({ A: 'b' })
  })

  it.each(['\r\n', '\n'])('lines end with %j', (end) => {
    expect(places(['name: a', 'frontend: {port: 1}', 'backend: {port: 0}', ''].join(end))).toEqual([
      '3:17 backend.port',
    ])
  })
})
