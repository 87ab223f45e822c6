import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { DeployError } from '../../errors.ts'
import type { Reaper } from '../machine/reaper.ts'

/** A PostgreSQL for examples, in a process of its own so that its queries never hold up the API. */
export type DemoDatabase = { url: string; stop(): Promise<void> }

export const databaseArgument = '--database'
const packages = ['@electric-sql/pglite', '@electric-sql/pglite-socket'] as const
const connections = 100

export async function startDemoDatabase(
  entry: string,
  dir: string,
  reaper: Reaper,
  onLine: (line: string) => void,
): Promise<DemoDatabase> {
  findPackages()
  const child = spawn(process.execPath, [entry, databaseArgument, dir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  reaper.add(pid)
  const exited = once(child, 'exit').then(() => reaper.remove(pid))
  const complaints: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    complaints.push(line)
    onLine(`database: ${line}`)
  })
  const url = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    exited.then(() => undefined),
  ])
  if (url === undefined)
    throw new DeployError('DATABASE_UNREACHABLE', 'the demo database did not start', {
      evidence: complaints.slice(-5),
    })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** Examples only, so they are not part of this package: whoever wants them installs them. */
function findPackages(): [string, string] {
  for (const from of [import.meta.url, pathToFileURL(`${process.cwd()}/`).href]) {
    try {
      const require = createRequire(from)
      return [require.resolve(packages[0]), require.resolve(packages[1])]
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  throw new DeployError('TOOL_MISSING', 'the demo database needs two npm packages that are not installed', {
    evidence: [...packages],
    hint: 'install them beside k8sdeploy, or use your own DATABASE_URL',
    next: [`npm install --no-save ${packages.join(' ')}`],
  })
}

type PgLite = { PGlite: { create(dir: string): Promise<{ close(): Promise<void> }> } }
type Socket = {
  PGLiteSocketServer: new (
    options: object,
  ) => { start(): Promise<void>; stop(): Promise<void>; getServerConn(): string }
}

/** The child's side: serves the folder until told to end, and prints its URL once it answers. */
export async function serveDemoDatabase(
  dir: string,
  print: (line: string) => void,
): Promise<() => Promise<void>> {
  const [pglite, socket] = findPackages().map((path) => pathToFileURL(path).href)
  const { PGlite } = (await import(pglite!)) as PgLite
  const { PGLiteSocketServer } = (await import(socket!)) as Socket
  const db = await PGlite.create(dir)
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: connections })
  await server.start()
  const port = server.getServerConn().split(':').pop()
  print(`postgresql://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`)
  return async () => {
    await server.stop()
    await db.close()
  }
}
