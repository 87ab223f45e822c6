// The whole journey of examples/todo on the embedded cluster, in a folder of its own: init, up, status, a URL that answers.
// On a terminal it stays until Ctrl-C; elsewhere it tries the app through its URL and stops by itself.
import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findHelm } from '../.ci/helm.js'
import { freeNodePort } from './free-node-port.js'
import { tryTodos } from './try-todos.js'

const LONGEST_VISIT_MS = 24 * 60 * 60 * 1_000
const here = import.meta.dirname
const cli = join(here, '..', 'bin', 'k8sdeploy.js')
const { values: flags } = parseArgs({ options: { stop: { type: 'boolean' } } })
const isWatched = process.stderr.isTTY && !process.env.CI && !flags.stop

const home = await mkdtemp(join(tmpdir(), 'k8sdeploy-demo-'))
const project = join(home, 'todo')
const helm = findHelm()
const env = {
  ...process.env,
  K8SDEPLOY_SANDBOX_DIR: join(home, 'sandbox'),
  ...(helm && { K8SDEPLOY_HELM: helm }),
}

const leaving = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => leaving.abort(signal))

try {
  const url = await deploy()
  say(isWatched ? howToGoOn(url) : await tryTodos(url))
  if (isWatched) await sleep(LONGEST_VISIT_MS, undefined, { signal: leaving.signal }).catch(() => undefined)
} catch (error) {
  if (!leaving.signal.aborted) say(`The demo failed: ${error.message}`)
  process.exitCode = leaving.signal.aborted ? 130 : 1
} finally {
  await k8sdeploy(['sandbox', 'down']).catch((error) => say(error.message))
  await rm(home, { recursive: true, force: true })
}

async function deploy() {
  await cp(join(here, 'todo'), project, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  await run('npm', ['ci', '--omit=dev', '--prefer-offline'], {
    cwd: join(project, 'backend'),
    stdio: 'ignore',
  })
  await k8sdeploy(['init', '--yes', '--frontend-node-port', String(await freeNodePort())])
  await k8sdeploy(['up', '--sandbox', '--demo-database'])
  await k8sdeploy(['status', '--sandbox'])
  const { urls } = JSON.parse(
    await run(process.execPath, [cli, 'status', '--sandbox', '-o', 'json'], { stdio: 'pipe' }),
  )
  const answered = urls.find((each) => each.component === 'frontend' && each.answered)
  if (!answered) throw new Error('no URL of the frontend answers')
  return answered.url
}

function howToGoOn(url) {
  return `The app answers at ${url}. Open it, add a todo, and look at the footer while you deploy again:

  cd ${project}
  export K8SDEPLOY_SANDBOX_DIR=${env.K8SDEPLOY_SANDBOX_DIR}${helm ? ` K8SDEPLOY_HELM=${helm}` : ''}
  ${cli} up --sandbox

Ctrl-C stops the app and its cluster, and removes this folder.`
}

function k8sdeploy(words) {
  say(`$ k8sdeploy ${words.join(' ')}`)
  return run(process.execPath, [cli, ...words], { stdio: 'inherit' })
}

/** Resolves with what a child wrote to stdout, when that is a pipe. */
function run(command, words, options) {
  const child = spawn(command, words, { cwd: project, env, ...options })
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command} ${words.join(' ')} ended with code ${code}`)),
    )
  })
}

function say(text) {
  process.stderr.write(`\n${text}\n`)
}
