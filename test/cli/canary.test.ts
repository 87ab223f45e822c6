import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHelm } from '../../.ci/helm.js'
import { freeNodePort } from '../../examples/free-node-port.js'
import { hatch } from '../canary/canaries.ts'
import { echoingDatabase } from '../canary/echoing-database.ts'
import { lookThrough } from '../canary/look-through.ts'
import { recordTools } from '../canary/recording-tools.ts'
import { createSearch } from '../canary/search.ts'
import { discreet, telltale } from '../canary/telltale.ts'

const root = join(import.meta.dirname, '..', '..')
const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-canary-'))
const project = join(home, 'shop')
const inProject = (...path: string[]) => join(project, ...path)
const configFile = inProject('k8sdeploy.yaml')
const canaries = hatch('database', 'former', 'token', 'certificate', 'bystander', 'typed')
const search = createSearch(canaries)

const awkward = `/p@:#%é&<"'`
const password = (core: string) => `${core}${awkward}`
const urlWith = (core: string, port = 1) =>
  `postgresql://shop:${encodeURIComponent(password(core))}@127.0.0.1:${port}/shop?sslmode=disable&a=b`
const token = `t'"\`$HOME${canaries.token}%41é\\n<&>`
const certificate = `-----BEGIN PRIVATE KEY-----\nMII${canaries.certificate}\n-----END PRIVATE KEY-----\n`

/** As long as the file `helm-fails` names its verb, it tells what no helm could know. */
const helm = `
if [ "$1" = "$(cat '${home}/helm-fails' 2>/dev/null)" ]; then cat '${home}/helm-says' >&2; cat '${home}/helm-says'; exit 1; fi
exec ${findHelm() ?? 'helm'} "$@"`
const tools = recordTools(join(home, 'tools'), {
  helm,
  docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1',
  kubectl: 'exit 1',
  'sign-in': 'exit 1',
})
const env = {
  PATH: `${tools.bin}:${process.env['PATH']}`,
  HOME: home,
  TMPDIR: join(home, 'tmp'),
  CI: 'true',
  KUBECONFIG: join(home, 'none'),
  K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox'),
  K8SDEPLOY_SANDBOX_BACKOFF_MS: '200',
  TOKEN: token,
  NEON_API_KEY: `napi_${canaries.bystander}`,
  AWS_SECRET_ACCESS_KEY: canaries.bystander,
  DOCKER_AUTH_CONFIG: `{"auths":{"r":{"auth":"${canaries.bystander}"}}}`,
  GITHUB_TOKEN: canaries.bystander,
  OTHER_DATABASE_URL: urlWith(canaries.bystander),
}

type Options = {
  env?: Record<string, string>
  input?: string
  onData?: (text: string, child: ChildProcess) => void
}
type Finished = { code: number; stdout: string; stderr: string }

/** All that it prints is looked through. */
function run(args: string[], { env: extra = {}, input, onData }: Options = {}): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, 'bin', 'k8sdeploy.js'), ...args], {
    cwd: project,
    env: { ...env, ...extra },
  })
  child.stdin.on('error', () => undefined).end(input)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      onData?.(output[name], child)
    })
  return new Promise((resolve) =>
    child.on('close', (code) => {
      const words = args.join(' ')
      search.look(`stdout of ${words}`, output.stdout)
      search.look(`stderr of ${words}`, output.stderr)
      resolve({ code: code ?? -1, ...output })
    }),
  )
}

const edit = (change: (text: string) => string) =>
  writeFileSync(configFile, change(readFileSync(configFile, 'utf8')))
const setBackend = (env: string) => edit((text) => text.replace(/env: \{[^}]*\}/, `env: {${env}}`))
const writeUrl = (url: string) => writeFileSync(inProject('.env'), `export DATABASE_URL="${url}" # ${url}\n`)
const up = (...args: string[]) => run(['up', '--sandbox', '--skip', 'database', ...args])
let hits = 0
/** Of what was looked through since the last time. */
const nothing = () => {
  const found = search.hits.splice(0)
  hits += found.length
  expect(found).toEqual([])
}

const config = (nodePort: number) => `
name: shop
frontend: {dir: frontend, port: 3000, start: [node, server.js], service: {type: NodePort, nodePort: ${nodePort}}}
backend: {dir: backend, port: 8000, start: [node, server.js], env: {ROUND: '1'}, secrets: [DATABASE_URL, TOKEN, CERTIFICATE]}
access: {kind: node-port}
secrets:
  DATABASE_URL: {from: env-file, file: .env, key: DATABASE_URL}
  TOKEN: {from: env, key: TOKEN}
  CERTIFICATE: {from: env-file, file: certificate.env, key: CERTIFICATE}
rollout: {soakSeconds: 1, timeoutSeconds: 30}
`

let database: Awaited<ReturnType<typeof echoingDatabase>>
beforeAll(async () => {
  database = await echoingDatabase()
  mkdirSync(env.TMPDIR, { recursive: true })
  for (const [role, server] of [
    ['frontend', discreet],
    ['backend', telltale(['DATABASE_URL', 'TOKEN', 'CERTIFICATE'])],
  ] as const) {
    cpSync(join(root, 'examples', 'todo', role, 'Dockerfile'), inProject(role, 'Dockerfile'))
    writeFileSync(inProject(role, 'server.js'), server)
  }
  writeUrl(urlWith(canaries.former))
  writeFileSync(inProject('certificate.env'), `CERTIFICATE="${certificate}"\n`)
  const nodePort = String(await freeNodePort())
  const folders = ['--frontend-dir', 'frontend', '--backend-dir', 'backend']
  const words = ['init', '--yes', '--name', 'shop', ...folders, '--frontend-node-port', nodePort]
  expect((await run([...words, '--dry-run'])).code).toBe(0)
  expect((await run([...words, '--debug', '-o', 'json'])).code).toBe(0)
  writeFileSync(configFile, config(Number(nodePort)))
  expect((await run(['init', '--yes'])).code).toBe(0)
})

afterAll(async () => {
  database.close()
  await run(['sandbox', 'down'])
  console.log(`canary: ${search.bytes()} bytes searched, ${hits + search.hits.length} hits`)
  rmSync(home, { recursive: true, force: true })
})

describe('what works', () => {
  it('up', async () => {
    expect((await run(['up', '--sandbox', '--skip', 'database', '--dry-run', '--debug'])).code).toBe(0)
    const first = await up('-o', 'json', '--debug')
    expect(first.code, first.stdout + first.stderr).toBe(0)
    expect((await up()).code).toBe(0)
    nothing()
  })

  it.concurrent.each([
    ['status', ['status']],
    ['status as JSON', ['status', '-o', 'json', '--debug']],
    ['status as YAML', ['status', '-o', 'yaml']],
    ['status as NDJSON', ['status', '-o', 'ndjson']],
    ['logs', ['logs', '--no-follow', '-t']],
    ['logs as JSON', ['logs', '--no-follow', '-o', 'json']],
    ['logs of the backend', ['logs', 'backend', '--no-follow', '--tail', 'all', '--debug']],
    ['diff', ['diff']],
    ['diff as JSON', ['diff', '-o', 'json', '--debug']],
    ['diagnose', ['diagnose']],
    ['diagnose as JSON', ['diagnose', '-o', 'json', '--debug']],
    ['open', ['open', '--no-browser']],
    ['open as JSON', ['open', '--no-browser', '-o', 'json']],
    ['doctor', ['doctor']],
    ['doctor as JSON', ['doctor', '-o', 'json', '--debug']],
  ])('%s', async (_, args) => {
    const { stdout, stderr } = await run([...args, '--sandbox'])
    expect(stdout + stderr).not.toBe('')
    expect(stderr).not.toContain('bug')
    nothing()
  })

  it.concurrent.each([
    ['render', ['render']],
    ['render as JSON', ['render', '-o', 'json']],
    ['completion', ['completion', 'bash']],
    ['completing', ['__complete', 'k8sdeploy logs ']],
    ['schema', ['schema']],
    ['sandbox status', ['sandbox', 'status']],
    ['help', ['up', '--help']],
  ])('%s', async (_, args) => {
    const { code, stderr } = await run(args)
    expect(code, stderr).toBe(0)
    nothing()
  })
})

/** Stops it, or kills it, when the phase begins. */
const inPhase =
  (phase: string, signal: NodeJS.Signals) =>
  (text: string, child: ChildProcess): void => {
    if (text.includes(`"type":"phase-started","phase":"${phase}"`)) child.kill(signal)
  }

describe('what fails', () => {
  it('a value that is rotated is gone afterwards, and so is the one before', async () => {
    writeUrl(urlWith(canaries.database))
    const { code, stderr } = await up('-o', 'ndjson', '--debug')
    expect(code, stderr).toBe(0)
    nothing()
  })

  it('a server that tells everything, and crashes', async () => {
    setBackend(`CRASH: '1'`)
    const { code, stdout, stderr } = await run(['up', '--sandbox', '--skip', 'database', '-o', 'json'], {
      env: { COLUMNS: '40' },
    })
    expect(code, stderr).toBe(40)
    expect(stdout).toContain('••••••')
    for (const args of [['diagnose'], ['diagnose', '-o', 'json'], ['logs', '-p'], ['status'], ['diff']])
      await run([...args, '--sandbox'], { env: { COLUMNS: '40' } })
    nothing()
  })

  it('the way back', async () => {
    const { code, stderr } = await run(['rollback', '--sandbox', '--debug'])
    expect(code, stderr).toBe(0)
    setBackend(`ROUND: '2'`)
    nothing()
  })

  it.each([
    ['a database that repeats the wrong password', () => urlWith(canaries.database, database.port)],
    ['a database that is not there', () => urlWith(canaries.database)],
    [
      'a password that nobody has encoded',
      () => `postgresql://shop:${password(canaries.database)}@127.0.0.1/shop`,
    ],
    ['a URL in no form', () => `shop;${canaries.database}@127.0.0.1`],
    [
      'a setting that is none',
      () => `postgresql://shop:${canaries.database}@nowhere.invalid/shop?sslmode=wrong`,
    ],
  ])('%s', async (_, url) => {
    writeFileSync(inProject('.env'), `DATABASE_URL=${JSON.stringify(url())}\n`)
    const [{ code }] = await Promise.all([
      run(['up', '--sandbox', '--debug']),
      run(['doctor', '--sandbox', '-o', 'json']),
    ])
    expect(code).toBe(50)
    writeUrl(urlWith(canaries.database))
    nothing()
  })

  const typed = canaries.typed
  it.each([
    ['a URL as an unknown flag', ['up', `--database-url=${urlWith(typed)}`], 2],
    ['a URL as a word too many', ['status', urlWith(typed)], 2],
    ['a URL as a command', [urlWith(typed), '--debug'], 2],
    ['a URL as an answer', ['init', '--yes', '--backend-env', `A=${urlWith(typed)}`, '-o', 'json'], 2],
    ['a URL instead of a file', ['up', '--sandbox', '--secret-file', `DATABASE_URL=${urlWith(typed)}`], 2],
    ['a value instead of a file', ['up', '--sandbox', '--secret-file', `TOKEN=${typed}`, '--debug'], 2],
    ['a value without a name', ['up', '--sandbox', '--secret-file', typed, '-o', 'json'], 2],
  ])('%s', async (_, args, code) => {
    const { stderr, ...ended } = await run(args)
    expect(ended.code, stderr).toBe(code)
    nothing()
  })

  it.each([
    ['has no end', () => `DATABASE_URL="${urlWith(canaries.database)}\nTOKEN='${canaries.token}`],
    [
      'is no text',
      () =>
        Buffer.concat([
          Buffer.from([0, 255, 254, 13]),
          Buffer.from(`DATABASE_URL=${urlWith(canaries.database)}\0`),
        ]),
    ],
  ])('an env file that %s', async (_, content) => {
    writeFileSync(inProject('.env'), content())
    await Promise.all([run(['up', '--sandbox', '--dry-run', '--debug']), run(['doctor', '--sandbox'])])
    writeUrl(urlWith(canaries.database))
    nothing()
  })

  it.each(['lint', 'template', 'upgrade'])('a helm whose %s tells garbage', async (verb) => {
    writeFileSync(join(home, 'helm-fails'), verb)
    writeFileSync(join(home, 'helm-says'), garbage())
    const { code } = await up('--debug')
    expect(code).toBe(verb === 'upgrade' ? 31 : 30)
    await run(['render', '-o', 'json'])
    rmSync(join(home, 'helm-fails'))
    nothing()
  })

  it.each(['secret', 'release', 'rollout'])('a run that is stopped in the phase %s', async (phase) => {
    setBackend(`ROUND: '${phase}'`)
    writeUrl(`${urlWith(canaries.database)}&phase=${phase}`)
    const args = ['up', '--sandbox', '--skip', 'database', '-o', 'ndjson', '--debug']
    const { code } = await run(args, { onData: inPhase(phase, 'SIGINT') })
    expect(code).toBe(130)
    nothing()
  })

  it.each(['secret', 'release'])('a run that is killed in the phase %s', async (phase) => {
    setBackend(`ROUND: 'killed-${phase}'`)
    writeUrl(`${urlWith(canaries.database)}&killed=${phase}`)
    const args = ['up', '--sandbox', '--skip', 'database', '-o', 'ndjson']
    expect((await run(args, { onData: inPhase(phase, 'SIGKILL') })).code).toBe(-1)
    lookAround()
    nothing()
  })

  it('a bug that nobody caught, and no memory left', async () => {
    const reports = `--report-uncaught-exception --report-on-fatalerror --report-directory=${home}`
    const flaws = {
      throws: 'setTimeout(() => { throw new Error(process.env.TOKEN) }, 500)',
      exhausts:
        'setTimeout(() => { for (const all = [];;) all.push(new Array(1e5).fill(process.env.TOKEN)) }, 500)',
    }
    const codes = []
    for (const [name, code] of Object.entries(flaws)) {
      writeFileSync(join(home, `${name}.mjs`), code)
      const options = `${reports} --max-old-space-size=128 --import=${join(home, `${name}.mjs`)}`
      const { code: ended } = await run(['up', '--sandbox', '--debug'], { env: { NODE_OPTIONS: options } })
      codes.push(ended)
    }
    expect(codes).toEqual([1, -1])
    nothing()
  })
})

/** More than a pipe takes at once. */
const garbage = () =>
  Array.from({ length: 3000 }, (_, at) =>
    [
      `[ERROR] templates/a.yaml: ${'é'.repeat(at % 40)}${urlWith(canaries.database)}`,
      password(canaries.database),
      token,
      certificate,
    ].join('\n'),
  ).join('\n')

describe('a chart that was edited', () => {
  const edited = async (file: string, change: (text: string) => string) => {
    const path = inProject('chart', file)
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, change(before))
    const outcomes = await Promise.all([up('-o', 'json'), run(['render'])])
    writeFileSync(path, before)
    return outcomes
  }

  it.each([
    [
      'a ConfigMap',
      'templates/extra.yaml',
      () => `data: {PASSWORD: ${JSON.stringify(password(canaries.database))}}`,
    ],
    [
      'an annotation in base64',
      'templates/extra.yaml',
      () => `metadata: {name: extra, annotations: {a: ${Buffer.from(token).toString('base64')}}}`,
    ],
  ])('and holds a secret in %s is refused', async (_, file, part) => {
    writeFileSync(inProject('chart', file), '')
    const outcomes = await edited(file, () =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\n${part()}\n`.replace(
        /metadata: \{name: extra\}\n(?=metadata)/,
        '',
      ),
    )
    rmSync(inProject('chart', file))
    expect(outcomes.map(({ code }) => code)).toEqual([30, 30])
    expect(outcomes[0]!.stdout).toMatch(/ConfigMap extra holds the value of (DATABASE_URL|TOKEN)/)
    nothing()
  })

  it('and holds a secret among its values is refused', async () => {
    const outcomes = await edited('values.yaml', (text) => `${text}\n# ${token.replaceAll('\n', ' ')}\n`)
    expect(outcomes.map(({ code }) => code)).toEqual([30, 30])
    expect(outcomes[0]!.stdout).toContain('values.yaml holds the value of TOKEN')
    nothing()
  })
})

describe('a login program of a kubeconfig', () => {
  it('gets what it may need, and no secret of the project', async () => {
    const kubeconfig = join(home, 'signed-in')
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: tools.path('sign-in') }
    const parts = {
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
      users: [{ name: 'c', user: { exec } }],
    }
    writeFileSync(kubeconfig, JSON.stringify({ ...parts, 'current-context': 'c' }))
    const { code, stderr } = await run(['status', '--debug'], { env: { KUBECONFIG: kubeconfig } })
    expect(code, stderr).toBe(11)
    const [call] = tools.calls().filter(({ tool }) => tool === 'sign-in')
    expect(call?.env['AWS_SECRET_ACCESS_KEY']).toBe(canaries.bystander)
    expect(Object.keys(call?.env ?? {})).not.toContain('TOKEN')
    nothing()
  })
})

describe('what is left', () => {
  it('up again, and down', async () => {
    setBackend(`ROUND: 'last'`)
    const last = await up('--repair', '-o', 'json')
    expect(last.code, last.stderr).toBe(0)
    lookAround()
    expect((await run(['down', '--sandbox', '--yes', '-o', 'json', '--debug'])).code).toBe(0)
    expect((await run(['undo', '--dry-run'])).code).toBe(0)
    expect((await run(['undo', '--yes'])).code).toBe(0)
    nothing()
  })

  it('nobody who was called was told more than is needed', () => {
    const calls = tools.calls().filter(({ tool }) => tool !== 'sign-in')
    for (const { tool, argv, env: given, stdin } of calls) {
      search.look(`argv of ${tool} ${argv[0]}`, argv.join('\0'))
      search.look(`environment of ${tool} ${argv[0]}`, JSON.stringify(given))
      search.look(`stdin of ${tool} ${argv[0]}`, stdin)
    }
    expect(calls.filter(({ tool }) => tool === 'helm').length).toBeGreaterThan(20)
    expect(calls.some(({ stdin }) => stdin !== '')).toBe(true)
    expect([...new Set(calls.flatMap(({ env: given }) => Object.keys(given)))].sort()).toEqual([
      'HOME',
      'PATH',
      'TMPDIR',
    ])
    nothing()
  })
})

/** Everything that stands anywhere, but where the secrets come from. */
function lookAround(): void {
  const known = [inProject('.env'), inProject('certificate.env'), join(home, 'helm-says'), tools.notes]
  lookThrough(home, search, known)
  const { pid } = JSON.parse(readFileSync(join(home, 'sandbox', 'running.json'), 'utf8')) as { pid: number }
  for (const file of ['environ', 'cmdline'])
    search.look(`${file} of the sandbox`, readFileSync(`/proc/${pid}/${file}`))
}
