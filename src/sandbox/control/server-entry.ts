import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DeployError } from '../../errors.ts'

/** The bundled daemon, beside the bundle that this code is part of (or above it, when it was split into a chunk). */
export function findServerEntry(
  env: Record<string, string | undefined>,
  from = fileURLToPath(import.meta.url),
): string {
  const here = dirname(from)
  const candidates = [
    ...(env['K8SDEPLOY_SANDBOX_SERVER'] ? [env['K8SDEPLOY_SANDBOX_SERVER']] : []),
    join(here, 'server.js'),
    join(here, '..', 'server.js'),
    join(here, '..', '..', '..', 'dist', 'server.js'),
  ]
  const found = candidates.find((path) => existsSync(path))
  if (found) return found
  throw new DeployError('BUG', 'the sandbox server is missing from this installation', {
    evidence: candidates.map((path) => `not found: ${path}`),
    hint: 'install k8sdeploy again, or run `npm run build` in a clone',
  })
}
