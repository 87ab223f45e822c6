import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { checkNamespace, checkNodePorts } from '../../src/workflows/check-cluster.ts'
import { fakeCluster } from '../fakes/fake-cluster.ts'

const signal = new AbortController().signal
const namespace = (phase: string, conditions: object[] = []) => ({
  kind: 'Namespace',
  metadata: { name: 'shop' },
  status: { phase, conditions },
})
const service = (ns: string, name: string, nodePort: number) => ({
  kind: 'Service',
  metadata: { namespace: ns, name },
  spec: { ports: [{ nodePort }] },
})
const config = {
  name: 'shop',
  frontend: { role: 'frontend', service: { type: 'NodePort', port: 80, nodePort: 30080 } },
  backend: { role: 'backend', service: { type: 'ClusterIP', port: 80 } },
} as Config

describe('checkNamespace', () => {
  it('says that a missing namespace has yet to be made', async () => {
    expect(await checkNamespace(fakeCluster([]), 'shop', signal)).toBe(true)
  })
  it('passes an active one', async () => {
    expect(await checkNamespace(fakeCluster([namespace('Active')]), 'shop', signal)).toBe(false)
  })
  it('refuses one that is being deleted and says what blocks it', async () => {
    const stuck = namespace('Terminating', [
      { type: 'NamespaceFinalizersRemaining', status: 'True', message: 'finalizer x remains' },
    ])
    await expect(checkNamespace(fakeCluster([stuck]), 'shop', signal)).rejects.toMatchObject({
      details: { evidence: ['finalizer x remains'] },
    })
  })
})

describe('checkNodePorts', () => {
  it.each([
    ['nobody has it', [], undefined],
    ['our own Service has it', [service('shop', 'shop-frontend', 30080)], undefined],
    ['another has another', [service('other', 'x', 30081)], undefined],
    [
      'somebody else has it',
      [service('other', 'x', 30080)],
      'NodePort 30080 is taken by the Service other/x',
    ],
    [
      'our name in another namespace has it',
      [service('old', 'shop-frontend', 30080)],
      'NodePort 30080 is taken by the Service old/shop-frontend',
    ],
  ])('%s', async (_, services, message) => {
    const checking = checkNodePorts(config, fakeCluster(services), 'shop', signal)
    if (message === undefined) await expect(checking).resolves.toBeUndefined()
    else await expect(checking).rejects.toThrow(message)
  })
})
