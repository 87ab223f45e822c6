import { spawn } from 'node:child_process'
import { get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { connect } from 'node:net'
import type { Probe } from '../controllers/objects.ts'
import { killGroup } from './reaper.ts'

/** `message` is what the kubelet says of a failure. */
export type ProbeResult = { ok: true } | { ok: false; message: string }

/** Where the process really is, and where people believe it to be. */
export type ProbeTarget = {
  localPort(port: number | string | undefined): number
  shownAddress(port: number | string | undefined): string
  dir: string
  env: Record<string, string>
}

export function runProbe(probe: Probe, target: ProbeTarget): Promise<ProbeResult> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000
  if (probe.httpGet) return probeHttp(probe.httpGet, target, timeoutMs)
  if (probe.exec) return probeCommand(probe.exec.command, target, timeoutMs)
  const port = probe.tcpSocket?.port ?? probe.grpc?.port
  return probeTcp(target.localPort(port), target.shownAddress(port), timeoutMs)
}

function probeHttp(
  http: NonNullable<Probe['httpGet']>,
  target: ProbeTarget,
  timeoutMs: number,
): Promise<ProbeResult> {
  const shown = target.shownAddress(http.port)
  const isTls = http.scheme === 'HTTPS'
  const path = http.path?.startsWith('/') ? http.path : `/${http.path ?? ''}`
  const url = `${isTls ? 'https' : 'http'}://${shown}${path}`
  const headers = {
    host: shown,
    'user-agent': 'kube-probe/1.34',
    accept: '*/*',
    connection: 'close',
    ...headersOf(http),
  }
  return new Promise((resolve) => {
    const fail = (why: string) => resolve({ ok: false, message: `Get "${url}": ${why}` })
    const options = {
      host: '127.0.0.1',
      port: target.localPort(http.port),
      path,
      headers,
      agent: false,
      rejectUnauthorized: false,
    }
    const request = (isTls ? httpsGet : httpGet)(options, (response) => {
      clearTimeout(timer)
      response.resume()
      const status = response.statusCode ?? 0
      const ok = status >= 200 && status < 400
      resolve(ok ? { ok } : { ok, message: `HTTP probe failed with statuscode: ${status}` })
    })
    const timer = setTimeout(() => {
      fail('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
      request.destroy()
    }, timeoutMs)
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      fail(networkError(error, shown))
    })
  })
}

const headersOf = ({ httpHeaders = [] }: NonNullable<Probe['httpGet']>) =>
  Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value]))

function networkError(error: NodeJS.ErrnoException, shown: string): string {
  if (error.code === 'ECONNREFUSED') return `dial tcp ${shown}: connect: connection refused`
  if (error.code === 'ECONNRESET')
    return error.message === 'socket hang up' ? 'EOF' : `read tcp ${shown}: read: connection reset by peer`
  return error.message
}

export function probeTcp(port: number, shown: string, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMs })
    const end = (result: ProbeResult) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => end({ ok: true }))
    socket.once('timeout', () => end({ ok: false, message: `dial tcp ${shown}: i/o timeout` }))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, message: networkError(error, shown) }),
    )
  })
}

function probeCommand(command: string[], { dir, env }: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const [file = '', ...args] = command
    const child = spawn(file, args, { cwd: dir, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(0, 10_240)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const timer = setTimeout(() => {
      killGroup(child.pid ?? 0, 'SIGKILL')
      resolve({
        ok: false,
        message: `command timed out: "${command.join(' ')}" timed out after ${timeoutMs / 1000}s`,
      })
    }, timeoutMs)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ ok: false, message: error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? { ok: true } : { ok: false, message: output })
    })
  })
}
