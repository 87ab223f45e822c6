#!/usr/bin/env node
// CommonJS, because Node then starts its loader of ES modules for no command that does not need it.
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const entry = join(__dirname, '../dist/main.cjs')
let unwritten
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `k8sdeploy needs Node 20.19 or newer; this is ${process.version}.\n  next   install a current Node, then run the same command again\n`,
  )
  process.exitCode = 10
} else {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', outlive)
  const words = process.argv.slice(2)
  // scripts ask for it before they do anything else: nothing is loaded for it
  if (words.length === 1 && ['--version', '-V'].includes(words[0])) process.stdout.write(`${version()}\n`)
  else if (existsSync(entry)) run(words)
  else refuseUnbuilt()
}

function version() {
  return require('../package.json').version
}

function refuseUnbuilt() {
  process.stderr.write(
    `k8sdeploy is not built here: ${entry} is missing.\n  next   npm ci && npm run build\n`,
  )
  process.exitCode = 10
}

async function run(words) {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(controller, signal))
  leaveEnvironmentOut(process.report)
  const { loadCompiled } = require('./load-compiled.js')
  const { exports, keep } = loadCompiled(entry, compiledAt(words, process.env))
  // what is no command is not remembered
  process.once('exit', (code) => code !== 2 && keep())
  let isStray = false
  const stray = new Promise((_, reject) => process.on('uncaughtException', reject))
  stray.catch(() => {
    isStray = true
  })
  process.exitCode = await exports.main(words, version(), controller.signal, stray)
  // who knows what still waits for an answer
  if (isStray) process.exit()
}

/** The first signal lets the running step record its state; the second leaves at once. */
function stop(controller, signal) {
  if (!controller.signal.aborted) return controller.abort(signal)
  process.stderr.write('\nleft at once; `k8sdeploy up --repair` goes on from what is unfinished\n')
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/** What runs still runs to its end. That `| head` has left, or a terminal hung up, is nobody's loss; an answer that finds no room on a disk is. */
function outlive(error) {
  if (['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'].includes(error.code) || unwritten) return
  unwritten = error
  process.once('exit', (code) => {
    process.stderr.write(
      `\nthe answer could not be written to stdout: ${error.message}\n  state  without it this would have ended with exit code ${code}\n`,
    )
    if (code === 0) process.exitCode = 74
  })
}

/** The environment holds secrets. Where Node cannot leave it out of a report, there is none. */
function leaveEnvironmentOut(report) {
  if ('excludeEnv' in report) report.excludeEnv = true
  else report.reportOnFatalError = report.reportOnSignal = report.reportOnUncaughtException = false
}

/** Each verb's own, because each compiles something else; where only this user can write. */
function compiledAt(words, { XDG_CACHE_HOME, HOME, LOCALAPPDATA, NODE_DISABLE_COMPILE_CACHE }) {
  const home = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA)
  if (!home || NODE_DISABLE_COMPILE_CACHE) return undefined
  const verb = words.find((word) => /^[a-z_]+$/.test(word)) ?? 'k8sdeploy'
  return join(home, 'k8sdeploy', 'compiled', `${verb}-${process.version}-${process.arch}`)
}
