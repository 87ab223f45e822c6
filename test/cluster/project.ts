import { randomInt } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { dump, load } from 'js-yaml'
import type { Config } from '../../src/config/config.ts'
import type { DownReport, RollbackReport, StatusReport, UpReport } from '../../src/report.ts'
import { type CliOptions, type Outcome, runCli } from './cli.ts'
import { facts } from './facts.ts'
import { kubectl } from './kubectl.ts'

const example = new URL('../../examples/todo', import.meta.url).pathname

/** `why` explains a failed assertion: the error, the verdict and the story. */
export type Reported<Report> = Outcome & { report: Report; why: string }
export type Project = Awaited<ReturnType<typeof copyProject>>

/** The two ways that images travel, and the two versions of helm and of docker's builder. */
export type Setup = {
  delivery: 'containerd' | 'registry'
  helm: 3 | 4
  builder: 'classic' | 'buildkit'
}
const usual: Setup = { delivery: 'containerd', helm: 4, builder: 'classic' }

type RunOptions = Omit<CliOptions, 'cwd'>

/** What `npm ci` and `init` leave in a project's folder. */
const made = new Set(['node_modules', '.k8sdeploy', 'k8sdeploy.yaml', 'chart', '.env'])

export const copyExample = (setup = usual) => copyProject(example, setup)

/** A copy of a project with a name, namespace and NodePort of its own, so that tests never meet. */
export async function copyProject(folder: string, setup: Setup) {
  const title = basename(folder)
  const root = await mkdtemp(join(tmpdir(), `k8sdeploy-${title}-`))
  await cp(folder, root, { recursive: true, filter: (path) => !made.has(basename(path)) })
  const name = `${title}-${randomInt(36 ** 5).toString(36)}`
  const nodePort = await takeNodePort()
  const path = (file: string) => join(root, file)

  const run = (args: string[], options: RunOptions = {}) =>
    runCli(args, { cwd: root, ...options, env: { ...toolsOf(setup), ...options.env } })
  const reported = async <Report>(args: string[], options?: RunOptions): Promise<Reported<Report>> => {
    const outcome = await run([...args, '--no-input'], options)
    const report = lastDocument<Report & Partial<UpReport>>(outcome)
    const why = JSON.stringify([report.error, report.verdict, outcome.stderr], null, 2)
    return { ...outcome, report, why }
  }

  const project = {
    root,
    setup,
    name,
    namespace: name,
    nodePort,
    url: `http://127.0.0.1:${nodePort}`,
    run,
    init: (...flags: string[]) =>
      run([
        'init',
        '--yes',
        '--name',
        name,
        ...initFlags(setup),
        '--frontend-node-port',
        `${nodePort}`,
        ...flags,
      ]),
    up: (flags: string[] = [], options?: RunOptions) =>
      reported<UpReport>(['up', '-o', 'ndjson', ...flags], options),
    rollback: (...flags: string[]) => reported<RollbackReport>(['rollback', '-o', 'json', ...flags]),
    status: () => reported<StatusReport>(['status', '-o', 'json']),
    down: (...flags: string[]) => reported<DownReport>(['down', '-o', 'json', '--yes', ...flags]),
    writeSecrets: (secrets: Record<string, string>) =>
      writeFile(
        path('.env'),
        Object.entries(secrets)
          .map(([key, value]) => `${key}=${value}\n`)
          .join(''),
      ),
    async replace(file: string, from: string, to: string) {
      const text = await readFile(path(file), 'utf8')
      if (!text.includes(from)) throw new Error(`${file} does not hold: ${from}`)
      await writeFile(
        path(file),
        text.replace(from, () => to),
      )
    },
    /** Changes the config as its author would; answers how to take the change back. */
    async configure(change: (config: Config) => void) {
      const before = await readFile(path('k8sdeploy.yaml'), 'utf8')
      const config = load(before) as Config
      change(config)
      await writeFile(path('k8sdeploy.yaml'), dump(config))
      return () => writeFile(path('k8sdeploy.yaml'), before)
    },
    async remove() {
      await kubectl('delete', 'namespace', name, '--ignore-not-found', '--wait=false')
      await rm(root, { recursive: true, force: true })
    },
  }
  await project.writeSecrets({ DATABASE_URL: facts.databaseUrl })
  return project
}

/** Each port once for as long as the cluster lives: namespaces of earlier tests may still be leaving. */
async function takeNodePort(): Promise<number> {
  const port = randomInt(30_100, 32_767)
  const taken = await mkdir(join(facts.state, 'node-ports', String(port)), { recursive: true })
  return taken === undefined ? takeNodePort() : port
}

const toolsOf = ({ helm, builder }: Setup): Record<string, string> => ({
  ...(helm === 3 && { PATH: `${dirname(facts.helm3)}:${process.env['PATH']}` }),
  ...(builder === 'buildkit' && { DOCKER_CONFIG: facts.buildkitConfig }),
})

/** Little is asked of the node, so that a cluster kept up for development has room for others. */
export const initFlags = (setup: Setup) => [
  ...['--frontend-cpu-request', '10m', '--backend-cpu-request', '10m'],
  ...deliveryFlags(setup),
]

const deliveryFlags = ({ delivery }: Setup) =>
  delivery === 'registry'
    ? ['--registry', `${facts.registry}/test`]
    : ['--delivery', 'containerd', '--delivery-socket', facts.containerdSocket]

/** The document is the last line of NDJSON, or all of JSON. */
function lastDocument<Report>({ documents, stdout, stderr, code }: Outcome): Report {
  const last = documents.at(-1)
  if (last) return last as Report
  try {
    return JSON.parse(stdout) as Report
  } catch {
    throw new Error(`no document on stdout (exit code ${code}):\n${stdout}\n${stderr}`)
  }
}
