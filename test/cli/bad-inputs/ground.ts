import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findHelm } from '../../../.ci/helm.js'
import type { BadInput, Content, Given } from './bad-input.ts'
import { writeGoodProject } from './good-project.ts'
import { hashTree } from './hash-tree.ts'
import { startOddServer } from './odd-server.ts'

export type Outcome = {
  code: number
  stdout: string
  stderr: string
  before: Record<string, string>
  after: Record<string, string>
}
export type Ground = {
  /** The very cluster that the rows with `--sandbox` would have changed. */
  sandbox(...args: string[]): Promise<Outcome>
  meet(input: BadInput): Promise<Outcome>
  end(): Promise<void>
}

/** Whoever is still at work then has met something that it should have refused. */
const patienceMs = 90_000

const bin = join(import.meta.dirname, '../../../bin/k8sdeploy.js')

/** A good project, a running sandbox and an odd server; each bad input meets a copy of its own. */
export async function prepareGround(): Promise<Ground> {
  const home = mkdtempSync(join(tmpdir(), 'k8sdeploy-bad-inputs-'))
  const seed = join(home, 'seed')
  const odd = await startOddServer()
  const env = {
    CI: 'true',
    HOME: home,
    PATH: toolFolder(join(home, 'no-tools'), {}),
    KUBECONFIG: join(home, 'none'),
    K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox'),
    K8SDEPLOY_HELM: findHelm() ?? 'helm',
  }
  const run = (args: string[], cwd: string, given: Given = {}) =>
    runCli(args, cwd, { ...env, ...given.env }, given.stdin)
  writeGoodProject(seed)
  await run(['init', '--yes'], seed)
  await run(['sandbox', 'up'], seed)
  let count = 0
  return {
    sandbox: (...args) => observe(seed, () => run(args, seed)),
    meet({ args, given }) {
      const place = join(home, `${++count}`)
      const project = join(place, 'shop')
      if (given.isElsewhere) mkdirSync(project, { recursive: true })
      else cpSync(seed, project, { recursive: true, verbatimSymlinks: true })
      for (const [path, content] of Object.entries(given.files ?? {})) put(join(project, path), content)
      const extra: Record<string, string> = {}
      if (given.kubeconfig !== undefined) {
        extra['KUBECONFIG'] = join(place, 'kubeconfig')
        writeFileSync(extra['KUBECONFIG'], given.kubeconfig.replaceAll('HOST', odd.host), { mode: 0o600 })
      }
      if (given.tools) {
        extra['PATH'] = toolFolder(join(place, 'bin'), given.tools)
        if (given.tools['helm']) extra['K8SDEPLOY_HELM'] = ''
      }
      return observe(project, () => run(args, project, { ...given, env: { ...extra, ...given.env } }))
    },
    async end() {
      await run(['sandbox', 'down'], seed)
      odd.server.closeAllConnections()
      odd.server.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function observe(
  folder: string,
  run: () => Promise<Omit<Outcome, 'before' | 'after'>>,
): Promise<Outcome> {
  const before = hashTree(folder)
  const outcome = await run()
  return { ...outcome, before, after: hashTree(folder) }
}

function put(path: string, content: Content): void {
  rmSync(path, { recursive: true, force: true })
  if (content === undefined) return
  mkdirSync(dirname(path), { recursive: true })
  if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
  else if ('link' in content) symlinkSync(content.link, path)
  else if ('pipe' in content) execFileSync('mkfifo', [path])
  else mkdirSync(path)
}

function toolFolder(folder: string, tools: Record<string, string>): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(folder, name), script)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

function runCli(
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  stdin = '',
): Promise<Omit<Outcome, 'before' | 'after'>> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env, timeout: patienceMs })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  // who reads nothing from there has hung up
  child.stdin.on('error', () => undefined).end(stdin)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, ...output }))
  })
}
