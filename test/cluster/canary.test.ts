import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hatch } from '../canary/canaries.ts'
import { lookThrough } from '../canary/look-through.ts'
import { recordTools } from '../canary/recording-tools.ts'
import { createSearch } from '../canary/search.ts'
import { tellAll } from '../canary/telltale.ts'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'
import { copyExample, type Project } from './project.ts'

/** The database's password is real; the others are new in each run. */
const password = new URL(facts.databaseUrl).password
const fresh = hatch('token', 'formerToken', 'certificate', 'sentence', 'bystander')
const canaries: Record<string, string> = { ...fresh, password }
const search = createSearch(canaries)

const awkward = (core: string) => `t'"\`$HOME${core}%41é\\n<&>`
const certificate = `-----BEGIN PRIVATE KEY-----\nMII${canaries['certificate']}\n-----END PRIVATE KEY-----`
const sentence = `correct horse ${canaries['sentence']} 電池 staple`
const names = ['DATABASE_URL', 'TOKEN', 'CERTIFICATE', 'SENTENCE', 'PIN']

let project: Project
let tools: ReturnType<typeof recordTools>
let env: Record<string, string>

beforeAll(async () => {
  project = await copyExample()
  await project.init('--frontend-replicas', '1', '--backend-replicas', '1')
  await project.configure((config) => {
    const source = { required: true }
    config.rollout = { timeoutSeconds: 60, soakSeconds: 1, onFailure: 'keep' }
    config.secrets = {
      ...config.secrets,
      TOKEN: { ...source, from: 'env', key: 'TOKEN' },
      CERTIFICATE: { ...source, from: 'env', key: 'CERTIFICATE' },
      SENTENCE: { ...source, from: 'env-file', file: '.env', key: 'SENTENCE' },
      PIN: { ...source, from: 'env', key: 'PIN' },
    }
    config.backend.secrets = names.map((name) => ({ name, as: name }))
  })
  await writeFile(
    join(project.root, '.env'),
    `\uFEFFexport DATABASE_URL="${facts.databaseUrl}" # ${facts.databaseUrl}\r\nSENTENCE='${sentence}'\r\n`,
  )
  await writeFile(join(project.root, 'certificate.pem'), certificate)
  await writeFile(join(project.root, 'backend', 'tell.js'), tellAll(names))
  await project.replace('backend/server.js', 'import ', "import './tell.js'\nimport ")
  const calls = join(project.root, '.calls')
  await mkdir(calls)
  const real = async (name: string) => (await promisify(execFile)('which', [name])).stdout.trim()
  tools = recordTools(calls, {
    helm: `exec ${await real('helm')} "$@"`,
    docker: `exec ${await real('docker')} "$@"`,
    ctr: `exec ${await real('ctr')} "$@"`,
  })
  env = {
    PATH: `${tools.bin}:${process.env['PATH']}`,
    TOKEN: awkward(fresh.formerToken),
    PIN: '4711',
    GITHUB_TOKEN: fresh.bystander,
    DOCKER_AUTH_CONFIG: fresh.bystander,
  }
})

afterAll(async () => {
  console.log(`canary: ${search.bytes()} bytes searched, ${hits} hits`)
  await project.remove()
})

let hits = 0
const nothing = () => {
  const found = search.hits.splice(0)
  hits += found.length
  expect(found).toEqual([])
}

async function run(args: string[], more: { env?: Record<string, string> } = {}) {
  const outcome = await project.run([...args, '--no-input'], { env: { ...env, ...more.env } })
  search.look(`stdout of ${args.join(' ')}`, outcome.stdout)
  search.look(`stderr of ${args.join(' ')}`, outcome.stderr)
  return outcome
}

const secretName = () => `${project.name}-secrets`

/** All that the namespace holds, without the one object that may hold it; releases as helm packs them. */
async function lookAtNamespace(without: string[] = []): Promise<void> {
  const list = await kubectl('api-resources', '--namespaced', '--verbs', 'list', '-o', 'name')
  const kinds = list.split('\n').filter((kind) => kind !== '' && !without.includes(kind))
  const everything = await kubectl(
    ...['get', kinds.join(','), '-n', project.namespace, '-o', 'json', '--show-managed-fields'],
  )
  const { items } = JSON.parse(everything) as {
    items: { kind: string; metadata: { name: string } }[]
  }
  expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ConfigMap', 'Pod', 'Secret']))
  const found = items.filter(({ kind, metadata }) => kind === 'Secret' && metadata.name === secretName())
  expect(found.length).toBe(1)
  const own = createSearch(canaries)
  own.look('the Secret', JSON.stringify(found))
  expect(new Set(own.hits.map(({ canary }) => canary)).size).toBeGreaterThan(3)
  for (const item of items.filter((one) => !found.includes(one)))
    search.look(`${item.kind} ${item.metadata.name}`, JSON.stringify(item))
}

async function lookAtImages(): Promise<void> {
  const docker = promisify(execFile)
  const { stdout } = await docker('docker', ['images', '--format', '{{.Repository}}:{{.Tag}}'])
  const images = stdout.split('\n').filter((ref) => ref.includes(`/${project.name}-`))
  expect(images.length).toBe(2)
  for (const image of images) {
    const history = await docker('docker', ['history', '--no-trunc', image])
    search.look(`history of ${image}`, history.stdout)
    search.look(`configuration of ${image}`, (await docker('docker', ['inspect', image])).stdout)
  }
  search.look('layers of both images', await saved(images))
}

function saved(images: string[]): Promise<Buffer> {
  const child = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) =>
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`docker save: ${code}`)),
    ),
  )
}

const known = () => ['.env', 'certificate.pem'].map((file) => join(project.root, file))
const given = ['--secret-file', 'CERTIFICATE=certificate.pem']

test('what is built and released', async () => {
  const { code, stdout, stderr } = await run(['up', '-o', 'ndjson', '--debug', ...given])
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('too short to be masked where a pod prints it: PIN')
  await Promise.all([lookAtNamespace(), lookAtImages()])
  lookThrough(project.root, search, known())
  nothing()
})

test('what is rotated: the new value, and the one before', async () => {
  env = { ...env, TOKEN: awkward(fresh.token) }
  const { code, stderr } = await run(['up', ...given])
  expect(code, stderr).toBe(0)
  await lookAtNamespace()
  nothing()
})

test('what is asked', async () => {
  for (const args of [
    ['logs', 'backend', '--no-follow'],
    ['logs', '--no-follow', '-o', 'json'],
    ['status', '-o', 'json'],
    ['diagnose', '-o', 'json'],
    ['doctor', '-o', 'json'],
    ['diff'],
  ]) {
    const { stdout, code, stderr } = await run(args)
    expect(code, stderr).toBe(0)
    if (args[0] === 'logs') expect(stdout).toContain('••••••')
  }
  nothing()
})

/** As long as what fits a line, so that a secret stands where the words are cut. */
const hook = `            {{- if eq $component "backend" }}
            postStart: {exec: {command: [sh, -c, 'printf "%280s" x; printenv TOKEN DATABASE_URL; exit 1']}}
            {{- end }}
`

test('what fails: a hook whose words are in an event, and a server that tells everything', async () => {
  const path = join(project.root, 'chart/templates/deployment.yaml')
  const before = await readFile(path, 'utf8')
  await writeFile(
    path,
    before.replace(/^ +lifecycle:\n/m, (line) => line + hook),
  )
  const hooked = await run(['up', '-o', 'json', ...given], { env: { COLUMNS: '40' } })
  expect(hooked.code, hooked.stderr).toBe(40)
  expect(hooked.stdout).toContain('••••••')
  await run(['diagnose'], { env: { COLUMNS: '40' } })
  await run(['status'])
  await run(['logs', 'backend', '-p'])
  await writeFile(path, before)
  // what the hook has printed stands in an event, whatever deploys it
  await lookAtNamespace(['events', 'events.events.k8s.io'])
  lookThrough(project.root, search, known())
  nothing()
})

test('a wrong password', async () => {
  const path = join(project.root, '.env')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replaceAll(password, `wrong%2F${fresh.token}%40`))
  const { code } = await run(['up', '--debug', ...given])
  expect(code).toBe(50)
  await writeFile(path, text)
  nothing()
})

test('who was called', () => {
  const calls = tools.calls()
  for (const { tool, argv, env: told, stdin } of calls) {
    search.look(`argv of ${tool} ${argv[0]}`, argv.join('\0'))
    search.look(`environment of ${tool} ${argv[0]}`, JSON.stringify(told))
    search.look(`stdin of ${tool} ${argv[0]}`, stdin)
  }
  expect(new Set(calls.map(({ tool }) => tool))).toEqual(new Set(['helm', 'docker', 'ctr']))
  const allowed = ['PATH', 'HOME', 'DOCKER_BUILDKIT', 'DOCKER_CONFIG']
  const variables = new Set(calls.flatMap(({ env: told }) => Object.keys(told)))
  expect([...variables].filter((name) => !allowed.includes(name))).toEqual([])
  nothing()
})
