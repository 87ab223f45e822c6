import { expect, it } from 'vitest'
import { daemonEnvironment, hostEnvironment } from '../../../src/sandbox/control/host-environment.ts'

const env = {
  PATH: '/bin',
  HOME: '/root',
  K8SDEPLOY_SANDBOX_DIR: '/sandbox',
  DATABASE_URL: 'postgresql://u:canary@h/d',
  NEON_API_KEY: 'canary',
  EMPTY: undefined,
}

it('the daemon knows where its state is, and none of the secrets of whoever started it', () =>
  expect(daemonEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/root', K8SDEPLOY_SANDBOX_DIR: '/sandbox' }))

it('a pod gets what a program needs to run', () =>
  expect(hostEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/root' }))
