import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { DeployError } from '../../errors.ts'
import type { SandboxControl, SandboxStatus } from '../../ports.ts'
import { readFault } from '../machine/faults.ts'
import { findProcessStart } from '../machine/process-identity.ts'
import { callSandbox, findConnection } from './call-sandbox.ts'
import { daemonEnvironment } from './host-environment.ts'
import { findRunning, type Running } from './running.ts'
import { findServerEntry } from './server-entry.ts'
import { contextName, ensureStateFolder, loadText, type StateFolder, stateFolder } from './state-folder.ts'
import { until } from './until.ts'

type Env = Record<string, string | undefined>

const startMs = 20_000
const stopMs = 40_000

/** Starts, stops and asks this user's sandbox. */
export function createSandboxControl(env: Env): SandboxControl {
  const folder = stateFolder(env)
  const status = async () => viewStatus(folder, findRunning(folder))
  return {
    status,
    async start({ demoDatabase, signal }) {
      if (!(await isAnswering(env, folder))) await launch(env, folder, signal)
      if (demoDatabase) await callSandbox(findConnection(env), 'POST', '/sandbox/v1/database')
      return status()
    },
    async stop() {
      const running = findRunning(folder)
      if (!running) return false
      process.kill(running.pid, 'SIGTERM')
      const stopped = await until(() => findProcessStart(running.pid) !== running.processStart, stopMs)
      if (!stopped) throw stuck(running, folder)
      return true
    },
    async fault({ component, fault }) {
      await callSandbox(findConnection(env), 'POST', '/sandbox/v1/faults', {
        component,
        fault: readFault(fault),
      })
    },
  }
}

function viewStatus(folder: StateFolder, running: Running | undefined): SandboxStatus {
  const known = { kubeconfig: folder.kubeconfig, context: contextName }
  if (!running) return { running: false, ...known }
  const { pid, server, since, databaseUrl } = running
  return { running: true, pid, server, ...known, since, ...(databaseUrl ? { databaseUrl } : {}) }
}

async function isAnswering(env: Env, folder: StateFolder): Promise<boolean> {
  if (!findRunning(folder)) return false
  try {
    await callSandbox(findConnection(env), 'GET', '/version')
    return true
  } catch {
    return false
  }
}

/** The daemon outlives the command; what it says goes to its log. */
async function launch(env: Env, folder: StateFolder, signal: AbortSignal | undefined): Promise<void> {
  ensureStateFolder(folder)
  const log = openSync(folder.log, 'a', 0o600)
  const child = spawn(process.execPath, [findServerEntry(env)], {
    detached: true,
    stdio: ['ignore', log, log],
    env: daemonEnvironment(env),
  })
  closeSync(log)
  child.unref()
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  // A second command may have been quicker: then its daemon holds the lock, ours ends, and theirs answers.
  const answered = await until(() => isAnswering(env, folder), startMs, {
    signal,
    giveUp: () => ended && !findRunning(folder),
  })
  if (!answered) throw failed(folder, signal)
}

function failed(folder: StateFolder, signal: AbortSignal | undefined): DeployError {
  if (signal?.aborted)
    return new DeployError('CANCELLED', 'cancelled while the sandbox was starting', {
      next: ['k8sdeploy sandbox down'],
    })
  const last = (loadText(folder.log) ?? '').trim().split('\n').slice(-5)
  return new DeployError('CLUSTER_UNREACHABLE', 'the sandbox did not start', {
    evidence: last,
    hint: `its log: ${folder.log}`,
  })
}

const stuck = ({ pid }: Running, folder: StateFolder): DeployError =>
  new DeployError('CLUSTER_UNREACHABLE', `the sandbox (pid ${pid}) does not stop`, {
    hint: `its log: ${folder.log}`,
    next: [`kill -9 ${pid}`],
  })
