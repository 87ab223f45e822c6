import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { resources } from '../api/resources.ts'
import { serveApi } from '../api/serve.ts'
import { createEventRecorder } from '../controllers/event-recorder.ts'
import { machineSize } from '../controllers/node.ts'
import { startControlPlane } from '../controllers/start-controllers.ts'
import { createFaults } from '../machine/faults.ts'
import { createImageRegistry } from '../machine/images.ts'
import { startMachine } from '../machine/machine.ts'
import { findProcessStart } from '../machine/process-identity.ts'
import { createReaper, type Reaper, sweepOrphans } from '../machine/reaper.ts'
import { readSettings } from '../machine/settings.ts'
import { createStore } from '../memory-store.ts'
import { type Certificate, createCertificate } from './certificate.ts'
import { createLog, type Log } from './daemon-log.ts'
import { type DemoDatabase, startDemoDatabase } from './demo-database.ts'
import { hostEnvironment } from './host-environment.ts'
import { kubeconfig } from './kubeconfig.ts'
import { takeLock } from './lock.ts'
import { readNodeSize } from './read-node-size.ts'
import { type Running, writeRunning } from './running.ts'
import { sandboxRoutes } from './sandbox-routes.ts'
import { ensureStateFolder, loadText, type StateFolder, stateFolder, writePrivate } from './state-folder.ts'

type Env = Record<string, string | undefined>

const version = 'v1.34.4+k8sdeploy-sandbox'

/** Everything that a sandbox is, in one process. Returns what ends it. */
export async function runDaemon(env: Env, entry: string): Promise<() => Promise<void>> {
  const folder = stateFolder(env)
  ensureStateFolder(folder)
  const log = createLog(folder.log)
  const lock = takeLock(folder)
  if (!lock) throw new Error('another sandbox runs in this state folder')
  const swept = sweepOrphans(folder.processes)
  if (swept.length > 0)
    log(`ended ${swept.length} processes that an earlier sandbox left: ${swept.join(', ')}`)

  const store = createStore()
  const record = createEventRecorder(store)
  const images = createImageRegistry()
  const faults = createFaults()
  const reaper = createReaper(folder.processes)
  const { certificate, token } = credentials(folder)
  const machine = startMachine({
    store,
    record,
    images,
    reaper,
    settings: readSettings(env),
    hostEnv: hostEnvironment(env),
  })
  const stopControllers = startControlPlane({
    store,
    resources,
    record,
    faultFor: (labels) => faults.find(labels),
    node: readNodeSize(env) ?? machineSize(),
    version,
    certificate: certificate.cert,
    onError: (where, error) => log(`${where}: ${error instanceof Error ? error.message : String(error)}`),
  })
  const database = lazyDatabase(entry, folder, reaper, log)
  const startDatabase = async () => {
    const { url } = await database.start()
    writeRunning(folder, { ...running, databaseUrl: url })
    return url
  }
  const api = await listen(folder, (port) =>
    serveApi({
      store,
      tls: certificate,
      token,
      port,
      logs: machine.log,
      extra: sandboxRoutes({ images, faults, startDatabase }),
    }),
  )
  const running = announce(folder, { port: api.port, certificate: certificate.cert, token })
  log(`sandbox answers at ${running.server}`)

  return async () => {
    log('stopping')
    stopControllers()
    await machine.stop()
    await database.stop()
    await api.close()
    rmSync(folder.running, { force: true })
    lock.release()
    log('stopped')
  }
}

/** The same from one sandbox to the next, so that a shell that knows them may go on. */
function credentials(folder: StateFolder): { certificate: Certificate; token: string } {
  const kept = loadText(folder.certificate)
  const certificate = kept ? (JSON.parse(kept) as Certificate) : createCertificate('k8sdeploy-sandbox')
  if (!kept) writePrivate(folder.certificate, JSON.stringify(certificate))
  const token = loadText(folder.token)?.trim() || randomBytes(32).toString('hex')
  writePrivate(folder.token, `${token}\n`)
  return { certificate, token }
}

/** On the port of the last time where it is free, so that its kubeconfig stays true. */
async function listen<T>(folder: StateFolder, serve: (port: number) => Promise<T>): Promise<T> {
  const last = Number(loadText(folder.port) ?? 0)
  try {
    return await serve(last)
  } catch (error) {
    if (last === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return serve(0)
  }
}

function announce(
  folder: StateFolder,
  { port, certificate, token }: { port: number; certificate: string; token: string },
): Running {
  const server = `https://127.0.0.1:${port}`
  const running: Running = {
    pid: process.pid,
    processStart: findProcessStart(process.pid) ?? '',
    server,
    port,
    certificate,
    since: new Date().toISOString(),
  }
  writePrivate(folder.kubeconfig, kubeconfig({ server, token, certificate }))
  writePrivate(folder.port, String(port))
  writeRunning(folder, running)
  return running
}

function lazyDatabase(entry: string, folder: StateFolder, reaper: Reaper, log: Log) {
  let starting: Promise<DemoDatabase> | undefined
  return {
    start() {
      starting ??= startDemoDatabase(entry, folder.database, reaper, log).catch((error: unknown) => {
        starting = undefined
        throw error
      })
      return starting
    },
    async stop() {
      await (await starting)?.stop()
    },
  }
}
