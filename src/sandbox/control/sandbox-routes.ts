import { isDeployError } from '../../errors.ts'
import type { Faults } from '../machine/faults.ts'
import type { ImageRegistry, SandboxImage } from '../machine/images.ts'

export type RouteAnswer = { status: number; body: unknown }
/** Answers `/sandbox/v1/…`, beside the Kubernetes API; undefined when the path is not one of its own. */
export type SandboxRoutes = (method: string, path: string, body: unknown) => Promise<RouteAnswer | undefined>

type Parts = { images: ImageRegistry; faults: Faults; startDatabase(): Promise<string> }

export function sandboxRoutes({ images, faults, startDatabase }: Parts): SandboxRoutes {
  const routes: Record<string, (body: unknown) => unknown> = {
    'GET /sandbox/v1/images': () => images.list(),
    'POST /sandbox/v1/images': (body) => images.register(readImage(body)),
    'GET /sandbox/v1/faults': () => faults.list(),
    'POST /sandbox/v1/faults': (body) => {
      const { component, fault } = body as { component: string; fault: string }
      faults.set(component, fault)
    },
    'POST /sandbox/v1/database': async () => ({ url: await startDatabase() }),
  }
  return async (method, path, body) => {
    const route = routes[`${method} ${path}`]
    if (!route) return undefined
    try {
      return { status: 200, body: (await route(body)) ?? {} }
    } catch (error) {
      return failure(error)
    }
  }
}

function readImage(body: unknown): SandboxImage {
  const { ref, dir, start, port } = (body ?? {}) as Partial<SandboxImage>
  if (typeof ref !== 'string' || typeof dir !== 'string')
    throw new Error('an image needs at least "ref" and "dir"')
  return { ref, dir, start: Array.isArray(start) ? start.map(String) : undefined, port: Number(port ?? 0) }
}

function failure(error: unknown): RouteAnswer {
  const message = error instanceof Error ? error.message : String(error)
  if (!isDeployError(error)) return { status: 400, body: { message } }
  const { hint, next } = error.details
  return {
    status: 422,
    body: { message, code: error.code, ...(hint ? { hint } : {}), ...(next ? { next } : {}) },
  }
}
