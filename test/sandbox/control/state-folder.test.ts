import { expect, it } from 'vitest'
import { stateFolder } from '../../../src/sandbox/control/state-folder.ts'

it.each([
  [{ HOME: '/home/ann' }, '/home/ann/.local/state/k8sdeploy/sandbox'],
  [{ HOME: '/home/ann', XDG_STATE_HOME: '/var/ann' }, '/var/ann/k8sdeploy/sandbox'],
  [{ HOME: '/home/ann', K8SDEPLOY_SANDBOX_DIR: '/tmp/mine' }, '/tmp/mine'],
])('%j → %s', (env, dir) => {
  expect(stateFolder(env)).toMatchObject({ dir, kubeconfig: `${dir}/kubeconfig` })
})
