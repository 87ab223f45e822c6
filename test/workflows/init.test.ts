import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { initSchema } from '../../src/config/init-schema.ts'
import { questionFlags } from '../../src/config/question-flags.ts'
import { questions } from '../../src/config/questions.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { DeployError } from '../../src/errors.ts'
import { init } from '../../src/workflows/init.ts'
import { type InitWorld, initWorld } from './init-world.ts'

const shop: Record<string, string> = {
  'frontend/package.json':
    '{"name": "web", "scripts": {"start": "node server.js"}, "dependencies": {"next": "15"}}',
  'frontend/Dockerfile': 'FROM node:22\nEXPOSE 3000\nUSER 1000\nCMD ["node", "server.js"]\n',
  'backend/package.json': '{"dependencies": {"express": "5", "pg": "8"}}',
  'backend/Dockerfile': 'FROM node:22\nEXPOSE 8000\nUSER 1000\nCMD ["node", "server.js"]\n',
  'backend/server.js':
    "process.env.DATABASE_URL\nprocess.env.PORT\nif (path === '/ready') ok()\nif (path === '/healthz') ok()\n",
  'backend/.env.example': 'LOG_LEVEL=info\n',
  '.gitignore': 'node_modules\n',
}

type Flags = Parameters<typeof init>[0]
const flags = (more: Record<string, unknown> = {}) => ({ output: 'text', ...more }) as Flags

const configOf = ({ disk }: InitWorld) => {
  const result = readConfig(disk.get('k8sdeploy.yaml')!, 'k8sdeploy.yaml')
  if (!('config' in result)) throw new Error(JSON.stringify(result))
  return result.config
}

const failure = async (work: Promise<unknown>): Promise<DeployError> => {
  try {
    await work
  } catch (error) {
    if (error instanceof DeployError) return error
    throw error
  }
  throw new Error('it did not fail')
}

/** A printed command back into what the command line parser would give, by a real shell. */
function parse(command: string): Record<string, unknown> {
  const printed = command.replace('k8sdeploy init --yes', "printf '%s\\0'")
  const words = execFileSync('sh', ['-c', printed], { encoding: 'utf8' }).split('\0').slice(0, -1)
  const given: Record<string, unknown> = {}
  for (let index = 0; index < words.length; index += 2) {
    const flag = questionFlags.find((it) => it.flags.startsWith(`${words[index]} `))!
    const value = words[index + 1]!
    given[flag.attribute] = flag.isList ? [...((given[flag.attribute] as string[]) ?? []), value] : value
  }
  return given
}

describe('a second look', () => {
  const bare = Object.fromEntries(Object.entries(shop).filter(([path]) => !path.endsWith('Dockerfile')))
  const flagged = { backendPort: '9090' }

  it('takes what init wrote itself for no evidence', async () => {
    const world = initWorld({ ...bare, 'frontend/package.json': '{"dependencies": {"vite": "7"}}' })
    await init(flags(), world)
    const again = initWorld({}, { disk: world.disk })
    await init(flags(), again)
    expect(again.out.join('')).toBe(world.out.join(''))
    expect(again.story.join('')).toContain('unchanged')
  })

  it('brings an answer in beside a value and a comment of the user’s', async () => {
    const world = initWorld(bare)
    await init(flags(), world)
    const edited = world.disk
      .get('k8sdeploy.yaml')!
      .replace(/replicas: 2/g, 'replicas: 3')
      .replace('\nbackend:', '\n# Ours.\nbackend:')
    world.disk.set('k8sdeploy.yaml', edited)
    await init(flags(flagged), initWorld({}, { disk: world.disk }))
    const text = world.disk.get('k8sdeploy.yaml')
    expect(text).toMatch(/# Ours\.\nbackend:\n {2}dir: backend\n {2}port: 9090.*\n {2}replicas: 3\n/)
  })
})

describe('folders that could be either', () => {
  const vite = '{"dependencies": {"vite": "7"}, "scripts": {"build": "vite build"}}'
  const twins = { ...shop, 'apps/one/package.json': vite, 'apps/two/package.json': vite }
  const either = Object.fromEntries(Object.entries(twins).filter(([path]) => !path.startsWith('frontend/')))

  it('are named with what speaks for each, and with the flag', async () => {
    const { code, details } = await failure(init(flags(), initWorld(either)))
    expect(code).toBe('WOULD_PROMPT')
    expect(details.evidence).toEqual([
      '--frontend-dir apps/one: it uses Vite',
      '--frontend-dir apps/two: it uses Vite',
    ])
  })

  it('are in the document', async () => {
    const world = initWorld(either)
    expect(await init(flags({ output: 'json', dryRun: true }), world)).toBe(4)
    const document = JSON.parse(world.out.join(''))
    expect(initSchema.safeParse(document).error).toBeUndefined()
    expect(document.questions).toEqual([
      expect.objectContaining({
        flag: '--frontend-dir',
        candidates: [
          { value: 'apps/one', because: 'it uses Vite' },
          { value: 'apps/two', because: 'it uses Vite' },
        ],
      }),
    ])
  })
})

describe('an image that nobody can write', () => {
  const rust = {
    'frontend/package.json': '{"dependencies": {"vite": "7"}}',
    'backend/Cargo.toml': '[dependencies]\naxum = "0.8"\n',
  }

  it('is left to people in the plan, with the reason', async () => {
    const world = initWorld(rust)
    await init(flags({ output: 'json', dryRun: true, backendDir: 'backend' }), world)
    const plan = JSON.parse(world.out.join(''))
    expect(initSchema.safeParse(plan).error).toBeUndefined()
    expect(plan.components[1].image).toMatchObject({ isGenerated: false, source: 'backend/Cargo.toml' })
    expect(plan.files).toContainEqual({
      path: 'backend/Dockerfile',
      action: 'skip',
      why: expect.stringContaining('left to you'),
    })
  })
})

describe('variables', () => {
  const web = {
    ...shop,
    'frontend/app/page.tsx': "'use client'\nfetch(`${process.env.NEXT_PUBLIC_API_URL}/todos`)\n",
  }

  it('are told with their phase, audience and source', async () => {
    const world = initWorld(web)
    await init(flags({ output: 'json', dryRun: true, frontendEnv: ['NEXT_PUBLIC_API_URL=/api'] }), world)
    const plan = JSON.parse(world.out.join(''))
    expect(initSchema.safeParse(plan).error).toBeUndefined()
    const [frontend, backend] = plan.components
    expect(frontend.buildEnv).toEqual([
      expect.objectContaining({
        value: 'NEXT_PUBLIC_API_URL',
        phase: 'build',
        audience: 'browser',
        source: 'frontend/app/page.tsx:2',
        setBy: 'env',
        isLate: true,
      }),
    ])
    expect(backend.runtimeEnv.find((it: { value: string }) => it.value === 'DATABASE_URL')).toMatchObject({
      isSecret: true,
      isRequired: true,
      setBy: 'secrets',
      source: 'backend/server.js:1',
    })
    expect(plan.findings.map((it: { id: string }) => it.id)).toContain('set-too-late')
  })

  it('are told in the written config, a line each', async () => {
    const world = initWorld(web)
    await init(flags({ frontendBuildArgs: ['NEXT_PUBLIC_API_URL=/api'] }), world)
    const config = world.disk.get('k8sdeploy.yaml')
    expect(config).toContain('NEXT_PUBLIC_API_URL: /api # ← frontend/app/page.tsx:2, read by browsers')
    expect(config).toMatch(/ {2}DATABASE_URL: \{.*\} # ← backend\/server.js:1, required/)
    expect(config).toContain('LOG_LEVEL: info # ← backend/.env.example:1')
  })

  it.each(['frontendEnv', 'frontendBuildArgs', 'frontendBackendUrlEnv'])(
    'hold no in-cluster name: %s',
    async (flag) => {
      const value =
        flag === 'frontendBackendUrlEnv' ? 'NEXT_PUBLIC_API_URL' : ['NEXT_PUBLIC_API_URL=http://api:80']
      const error = await failure(init(flags({ [flag]: value }), initWorld(web)))
      expect(error.details.evidence?.join()).toMatch(/only resolves inside the cluster/)
    },
  )
})

describe('init --yes', () => {
  it('writes what it found, and nothing secret', async () => {
    const world = initWorld({
      ...shop,
      'backend/.env': 'DATABASE_URL=postgres://shop:hunter2@db.example/shop\n',
    })
    expect(await init(flags(), world)).toBe(0)
    const config = configOf(world)
    expect(config).toMatchObject({
      name: 'shop',
      namespace: 'shop',
      access: { kind: 'node-port' },
      frontend: {
        dir: 'frontend',
        port: 3000,
        start: ['node', 'server.js'],
        runAsUser: 1000,
        service: { nodePort: 30080 },
      },
      backend: {
        port: 8000,
        probes: { readiness: { path: '/ready' }, liveness: { path: '/healthz' } },
        env: { PORT: '8000', LOG_LEVEL: 'info' },
      },
      database: { secret: 'DATABASE_URL' },
      secrets: { DATABASE_URL: { from: 'env-file', file: 'backend/.env' } },
    })
    expect(world.disk.get('.gitignore')).toBe('node_modules\n.k8sdeploy/\n.env\nbackend/.env\n')
    expect(world.disk.has('chart/templates/deployment.yaml')).toBe(true)
    expect(world.disk.get('backend/.dockerignore')).toContain('.env*')
    const all =
      [...world.disk].filter(([path]) => path !== 'backend/.env').join('\n') +
      world.out.join('') +
      world.story.join('')
    expect(all).not.toContain('hunter2')
  })

  it('has nothing to do the second time', async () => {
    const { disk } = await first()
    const before = new Map(disk)
    const again = initWorld({}, { disk })
    await init(flags(), again)
    expect(again.story.join('')).toContain('unchanged')
    expect(disk).toEqual(before)
  })

  it.each<[string, Record<string, unknown>]>([
    ['nothing but the name', {}],
    ['scalars', { name: 'todo', frontendPort: '3100', access: 'port-forward', backendReplicas: '3' }],
    [
      'lists',
      {
        backendEnv: ['LOG_LEVEL=debug', "GREETING=it's a, b"],
        backendSecrets: ['DATABASE_URL', 'SIGNING=JWT_SECRET'],
      },
    ],
    ['words', { backendStart: ['node "my server.js" --flag'] }],
    [
      'emptied answers',
      { backendEnv: ['none'], database: 'none', backendSecrets: ['none'], frontendRunAsUser: 'none' },
    ],
    ['ingress', { access: 'ingress', accessHost: 'shop.example.com', accessTlsSecret: 'shop-tls' }],
    ['secrets from elsewhere', { secretsFrom: 'env', secretsSources: ['DATABASE_URL=env:NEON_URL'] }],
    ['a registry', { registry: 'localhost:5000/shop', networkPolicy: 'yes' }],
  ])('prints the command that gives the same files, byte for byte: %s', async (_, given) => {
    const world = initWorld(shop)
    await init(flags(given), world)
    const again = initWorld(shop)
    await init(flags(parse(world.out.join('').trim())), again)
    expect(again.disk).toEqual(world.disk)
    expect(again.out).toEqual(world.out)
  })
})

const first = async (given: Record<string, unknown> = {}) => {
  const world = initWorld(shop)
  await init(flags(given), world)
  return world
}

const bare = {
  'package.json':
    '{"name": "ledger", "workspaces": ["screens"], "scripts": {"start": "node main.js", "migrate": "node migrate.js"}, "dependencies": {"hono": "4", "pg": "8"}}',
  'package-lock.json': '{}',
  'main.js':
    'new Pool({ connectionString: process.env.LEDGER_STORE }); serve({ port: Number(process.env.LEDGER_PORT ?? 4180) })',
  'screens/package.json':
    '{"name": "screens", "scripts": {"build": "vite build"}, "devDependencies": {"vite": "6"}}',
  'screens/index.html': '',
  'screens/main.js': "const at = import.meta.env.VITE_API_URL ?? 'http://localhost:4180/book'",
}

describe('a project without Dockerfiles', () => {
  const written = async (more: Record<string, unknown> = {}) => {
    const world = initWorld(bare)
    expect(await init(flags(more), world)).toBe(0)
    return world.disk
  }

  it('gets them, built from the workspace', async () => {
    const disk = await written()
    expect(disk.get('Dockerfile')).toContain('CMD ["node", "main.js"]')
    expect(disk.get('screens/Dockerfile')).toContain('RUN npm run build --workspace screens')
    expect(disk.get('.dockerignore')?.split('\n')).toEqual(
      expect.arrayContaining(['**/.env*', '**/node_modules']),
    )
    expect(disk.get('k8sdeploy.yaml')).toMatch(
      /build: \{context: "\.", args: \{VITE_API_URL: \/api\}\}|VITE_API_URL: \/api/,
    )
  })

  it('reaches its backend through the page’s own address', async () => {
    const disk = await written()
    expect(disk.get('screens/nginx.conf.template')).toMatch(
      /location \/api\/ \{\s+proxy_pass \$BACKEND_URL\/book\/;/,
    )
  })

  it('keeps names that are not easy, and never a value of a secret', async () => {
    const config = (await written()).get('k8sdeploy.yaml')!
    expect(config).toMatch(/database: \{secret: LEDGER_STORE\}/)
    expect(config).toMatch(/LEDGER_PORT: "4180"/)
    expect(config).toMatch(/migrate: \[node, migrate\.js\]/)
  })

  it('keeps a Dockerfile that somebody has written', async () => {
    const world = initWorld({ ...bare, Dockerfile: 'FROM node:22\nEXPOSE 4180\n' })
    await init(flags(), world)
    expect(world.disk.get('Dockerfile')).toBe('FROM node:22\nEXPOSE 4180\n')
  })

  it('keeps the examples of its members in the image', async () => {
    const world = initWorld({ ...bare, 'screens/.env.example': 'A=\n' })
    await init(flags(), world)
    expect(world.disk.get('.dockerignore')).toContain('\n!.env.example\n!screens/.env.example\n')
  })

  it('follows its generated Dockerfile when an answer changes', async () => {
    const disk = await written()
    await init(flags({ backendPort: '5000' }), initWorld({}, { disk }))
    expect(disk.get('Dockerfile')).toContain('EXPOSE 5000')
  })
})

describe('answers', () => {
  it('come from flags before the environment before the file', async () => {
    const file = 'frontend:\n  port: 1111\n  replicas: 5\nbackend.port: 2222\nname: from-file\n'
    const world = initWorld(
      { ...shop, 'answers.yaml': file },
      { env: { K8SDEPLOY_FRONTEND_PORT: '3333', K8SDEPLOY_BACKEND_PORT: '4444' } },
    )
    await init(flags({ from: 'answers.yaml', backendPort: '5555' }), world)
    const { name, frontend, backend } = configOf(world)
    expect([name, frontend.port, frontend.replicas, backend.port]).toEqual(['from-file', 3333, 5, 5555])
  })

  it('lists every missing one at once, with flag, variable and what is valid', async () => {
    const texts = {
      'frontend/package.json': '{}',
      'orders/package.json': shop['backend/package.json']!,
      'users/package.json': shop['backend/package.json']!,
    }
    const error = await failure(init(flags({ access: 'ingress' }), initWorld(texts)))
    expect(error.code).toBe('WOULD_PROMPT')
    expect(error.details.missing?.map(({ flag, env, valid }) => [flag, env, valid])).toEqual([
      ['--frontend-port', 'K8SDEPLOY_FRONTEND_PORT', 'a whole number from 1 to 65535'],
      ['--backend-dir', 'K8SDEPLOY_BACKEND_DIR', 'orders, users'],
      ['--access-host', 'K8SDEPLOY_ACCESS_HOST', 'a DNS name such as shop.example.com'],
    ])
  })

  it.each<[string, Record<string, unknown>, RegExp[]]>([
    ['a bad name', { name: 'My_Shop' }, [/^--name: .*lower-case.*my-shop/]],
    [
      'ports',
      { frontendPort: '0', backendPort: 'abc' },
      [/^--frontend-port: there is no port 0/, /^--backend-port: `abc` is not a whole number/],
    ],
    [
      'a folder that is not there',
      { frontendDir: 'nowhere' },
      [/^--frontend-dir: there is nothing in `nowhere` → Give a folder of the project, such as/],
    ],
    ['a large port', { backendPort: '70000' }, [/^--backend-port: there is no port 70000/]],
    [
      'one node port twice',
      { backendServiceType: 'NodePort', backendNodePort: '30080' },
      [/^--backend-node-port: both components want node port 30080/],
    ],
    [
      'a request above its limit',
      { backendMemoryRequest: '2Gi', backendMemoryLimit: '1Gi' },
      [/^--backend-memory-request: .*2Gi is above.*--backend-memory-limit/],
    ],
    ['a choice that is none', { access: 'magic' }, [/^--access: `magic`.*node-port/]],
    ['a password in a variable', { backendEnv: ['DB=postgres://u:p@h/d'] }, [/^--backend-env: .*password/]],
    [
      'a node port without its Service',
      { backendNodePort: '30090' },
      [/^--backend-node-port: a ClusterIP Service has no node port/],
    ],
    ['a path out of the project', { chartPath: '../chart' }, [/^--chart-path: .*leads out/]],
  ])('are refused with place and fix: %s', async (_, given, expected) => {
    const world = initWorld(shop)
    const error = await failure(init(flags(given), world))
    expect(error.exitCode).toBe(2)
    expect(error.details.evidence).toHaveLength(expected.length)
    expected.forEach((pattern, index) => {
      expect(error.details.evidence?.[index]).toMatch(pattern)
    })
    expect(world.disk.has('k8sdeploy.yaml')).toBe(false)
  })

  it('name an unknown key of the file, and the nearest', async () => {
    const error = await failure(
      init(flags({ from: 'a.yaml' }), initWorld({ ...shop, 'a.yaml': 'frontend:\n  prot: 1\n' })),
    )
    expect(error.details.evidence).toEqual([
      expect.stringMatching(/^a\.yaml:2:3 unknown answer `frontend\.prot`; did you mean `frontend\.port`\?/),
    ])
  })
})

describe('what is already there', () => {
  it('stays when somebody has edited it', async () => {
    const { disk } = await first()
    disk.set('chart/templates/service.yaml', '# mine\n')
    const world = initWorld({}, { disk })
    await init(flags({ frontendReplicas: '4' }), world)
    expect(disk.get('chart/templates/service.yaml')).toBe('# mine\n')
    expect(world.story.join('')).toMatch(/skip\s+chart\/templates\/service\.yaml\s+yours: edited/)
    expect(configOf(world).frontend.replicas).toBe(4)
  })

  it('is merged where the edit and the change are apart', async () => {
    const { disk } = await first()
    const edited = `${disk.get('chart/values.yaml')}# mine\n`
    disk.set('chart/values.yaml', edited)
    await init(flags({ frontendReplicas: '4' }), initWorld({}, { disk }))
    expect(disk.get('chart/values.yaml')).toMatch(/replicas: 4[\s\S]*# mine\n$/)
  })

  it('is replaced with --overwrite only', async () => {
    const { disk } = await first()
    disk.set('chart/templates/service.yaml', '# mine\n')
    await init(flags({ overwrite: true }), initWorld({}, { disk }))
    expect(disk.get('chart/templates/service.yaml')).toContain('kind: Service')
  })

  it('keeps edits of the config as answers, and the chart follows them', async () => {
    const { disk } = await first()
    disk.set('k8sdeploy.yaml', disk.get('k8sdeploy.yaml')!.replace('replicas: 2', 'replicas: 7 # mine'))
    const world = initWorld({}, { disk })
    await init(flags({ frontendReplicas: '4' }), world)
    expect(disk.get('k8sdeploy.yaml')).toContain('replicas: 7 # mine')
    expect(disk.get('chart/values.yaml')).toMatch(/replicas: 7/)
  })

  it('is known as init’s own in a fresh clone, where no record says so', async () => {
    const { disk } = await first()
    disk.delete('.k8sdeploy/written.json')
    const world = initWorld({}, { disk })
    await init(flags({ frontendReplicas: '4' }), world)
    expect(configOf(world).frontend.replicas).toBe(4)
    expect(disk.get('chart/values.yaml')).toMatch(/replicas: 4/)
  })

  it('moves the chart and takes the old one away', async () => {
    const { disk } = await first()
    await init(flags({ chartPath: 'deploy/chart' }), initWorld({}, { disk }))
    expect([...disk.keys()].filter((path) => path.startsWith('chart/'))).toEqual([])
    expect(disk.has('deploy/chart/Chart.yaml')).toBe(true)
  })

  it('records what was written, so that it can be taken back', async () => {
    const { disk } = await first()
    const { files } = JSON.parse(disk.get('.k8sdeploy/written.json')!)
    expect(files['.gitignore']).toEqual({ appended: ['.k8sdeploy/', '.env'] })
    expect(files['k8sdeploy.yaml']).toEqual({ text: disk.get('k8sdeploy.yaml') })
  })
})

describe('a preview', () => {
  it('writes nothing and prints one document', async () => {
    const world = initWorld(shop)
    expect(await init(flags({ dryRun: true, output: 'json' }), world)).toBe(0)
    const plan = JSON.parse(world.out.join(''))
    expect(plan).toMatchObject({ schema: 'k8sdeploy/init/1', status: 'planned', code: 0, questions: [] })
    expect(plan.components[1]).toMatchObject({
      role: 'backend',
      framework: { value: 'Express', source: 'backend/package.json:1', confidence: 'certain', conflicts: [] },
      port: { value: 8000, source: 'backend/Dockerfile:2 EXPOSE', confidence: 'certain', conflicts: [] },
      startCommand: { value: ['node', 'server.js'] },
    })
    expect([...world.disk.keys()]).toEqual(Object.keys(shop))
  })

  it('says what is still open, as exit code too', async () => {
    const world = initWorld({ 'frontend/package.json': '{}' })
    expect(await init(flags({ dryRun: true, output: 'json' }), world)).toBe(4)
    expect(JSON.parse(world.out.join('')).questions.map(({ id }: { id: string }) => id)).toEqual([
      'frontend.port',
      'backend.dir',
      'backend.port',
    ])
  })

  it('shows diffs', async () => {
    const { disk } = await first()
    const world = initWorld({}, { disk })
    await init(flags({ diff: true, frontendReplicas: '4' }), world)
    expect(world.out.join('')).toMatch(/--- k8sdeploy\.yaml[\s\S]*- {3}replicas: 2\n\+ {3}replicas: 4/)
  })
})

describe('the table of questions', () => {
  it('has one flag, variable and key per question', () => {
    for (const part of ['flags', 'env', 'id', 'attribute'] as const) {
      expect(new Set(questionFlags.map((it) => it[part])).size).toBe(questions.length)
    }
  })
})
