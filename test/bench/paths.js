import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const cli = process.env.K8SDEPLOY_TEST_CLI ?? join(root, 'bin', 'k8sdeploy.js')
export const node = process.execPath

/** Node reads NODE_EXTRA_CA_CERTS whole before the first line of any program: a cost of the machine, not of the CLI. */
export const withoutExtraAuthorities = (options = {}) => ({
  ...options,
  env: { ...(options.env ?? process.env), NODE_EXTRA_CA_CERTS: undefined },
})
