import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect as open } from 'node:net'
import { join } from 'node:path'
import { expect } from 'vitest'

const example = join(import.meta.dirname, '..', '..', 'examples', 'todo')

export type Service = { url: string; port: number; log(): string; stop(): Promise<number | null> }

/** One of the example's two services as a real process, on a free port of loopback. */
export async function startService(
  name: 'frontend' | 'backend',
  env: Record<string, string>,
): Promise<Service> {
  const port = await freePort()
  const child = spawn(process.execPath, ['server.js'], {
    cwd: join(example, name),
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  const url = `http://127.0.0.1:${port}`
  await expect.poll(() => answers(`${url}/healthz`), { timeout: 20_000 }).toBe(true)
  return { url, port, log: () => log, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  child.kill('SIGTERM')
  await once(child, 'exit')
  return child.exitCode
}

export const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

export const becomesReady = ({ url }: Service) =>
  expect.poll(() => answers(`${url}/ready`), { timeout: 20_000 }).toBe(true)

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** What a Service does for its pods: each new connection goes to the next of the ports that are in `ready`. */
export async function startBalancer(ready: number[]): Promise<{ url: string; stop(): void }> {
  let turn = 0
  const server = createServer((client) => {
    const backend = open(ready[turn++ % ready.length] ?? 0, '127.0.0.1')
    client.pipe(backend).pipe(client)
    client.on('error', () => backend.destroy())
    backend.on('error', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    stop: () => void server.close(),
  }
}

/** Starts the backend with nothing set, and waits for its end. */
export async function runWithoutDatabase(): Promise<{ code: number | null; log: string }> {
  const child = spawn(process.execPath, ['server.js'], { cwd: join(example, 'backend'), env: {} })
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  await once(child, 'close')
  return { code: child.exitCode, log }
}
