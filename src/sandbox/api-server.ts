import type { LogBuffer } from './machine/log-buffer.ts'
import type { Store } from './store.ts'

/** What the daemon gives to `serveApi` and gets back. Types only. */
export type ApiServerOptions = {
  store: Store
  /** kubectl and helm send a bearer token over TLS only. */
  tls: { key: string; cert: string }
  token: string
  /** 0: any free port. */
  port: number
  /** A container's log; undefined when it has none (yet). */
  logs(at: { namespace: string; pod: string; container: string; previous: boolean }): LogBuffer | undefined
  /** Answers paths outside the Kubernetes API (`/sandbox/v1/…`), after the token was checked; undefined: 404. */
  extra(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown } | undefined>
}

export type ApiServer = { port: number; close(): Promise<void> }
export type ServeApi = (options: ApiServerOptions) => Promise<ApiServer>
