import { request } from 'node:https'
import { DeployError } from '../../errors.ts'
import { findRunning } from './running.ts'
import { loadText, stateFolder } from './state-folder.ts'

export type Connection = { server: string; token: string; certificate: string }

/** How to reach this user's sandbox; an error that says how to start it when there is none. */
export function findConnection(env: Record<string, string | undefined> = process.env): Connection {
  const folder = stateFolder(env)
  const running = findRunning(folder)
  const token = loadText(folder.token)?.trim()
  if (running && token) return { server: running.server, token, certificate: running.certificate }
  throw new DeployError('CLUSTER_UNREACHABLE', 'the sandbox is not running', {
    next: ['k8sdeploy sandbox up'],
  })
}

/** Asks the sandbox itself, beside the Kubernetes API that it speaks. */
export function callSandbox<T>(
  { server, token, certificate }: Connection,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, server)
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      connection: 'close',
    }
    const sent = request(
      url,
      { method, headers, ca: certificate, agent: false, timeout: 30_000 },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          const answer = readAnswer(text)
          if ((response.statusCode ?? 500) < 300) resolve(answer as T)
          else reject(refused(method, path, response.statusCode, answer))
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')))
    sent.on('error', (cause) => reject(unreachable(server, cause)))
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { message: text }
  }
}

function refused(method: string, path: string, status: number | undefined, answer: unknown): DeployError {
  const {
    message = '',
    code,
    hint,
    next,
  } = answer as { message?: string; code?: string; hint?: string; next?: string[] }
  return new DeployError(
    code === 'TOOL_MISSING' ? 'TOOL_MISSING' : 'USAGE',
    message || `the sandbox answered ${status} to ${method} ${path}`,
    {
      ...(hint ? { hint } : {}),
      ...(next ? { next } : {}),
    },
  )
}

const unreachable = (server: string, cause: Error): DeployError =>
  new DeployError('CLUSTER_UNREACHABLE', `the sandbox at ${server} does not answer: ${cause.message}`, {
    cause,
    next: ['k8sdeploy sandbox status', 'k8sdeploy sandbox down'],
  })
