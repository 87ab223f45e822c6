import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { providers, recognise } from '../../../src/host/providers/providers.ts'
import type { Fault, ToolName } from '../../fakes/fake-tools.ts'
import { deliveryWorld, type Setting, shapeOf } from './world.ts'

let worlds: { remove(): void }[] = []
const world = (shape: string, setting: Setting) => {
  const made = deliveryWorld(shapeOf(shape), setting)
  worlds.push(made)
  return made
}
afterEach(() => {
  for (const made of worlds) made.remove()
  worlds = []
})

const ref = 'k8sdeploy.local/shop-backend:abc'
const loading = (node: string) =>
  `docker exec --interactive ${node} ctr --namespace k8s.io images import --digests -`

type Way = [shape: string, provider: string, tools: ToolName[], carries: string[]]
const ways: Way[] = [
  ['kind', 'kind', ['docker'], ['dev-control-plane', 'dev-worker', 'dev-worker2'].map(loading)],
  ['k3d', 'k3d', ['docker'], ['k3d-dev-server-0', 'k3d-dev-agent-0'].map(loading)],
  ['minikube', 'minikube', ['docker', 'minikube'], [`minikube --profile minikube image load ${ref}`]],
  ['minikube', 'minikube', ['podman', 'minikube'], ['minikube --profile minikube image load -']],
  ['minikube-two-nodes', 'minikube', ['docker', 'minikube'], [`minikube --profile shop image load ${ref}`]],
  ['docker-desktop', 'docker-desktop', ['docker'], []],
  [
    'docker-desktop-kind',
    'docker-desktop',
    ['docker'],
    ['desktop-control-plane', 'desktop-worker'].map(loading),
  ],
  ['orbstack', 'orbstack', ['docker'], []],
  ['rancher-desktop', 'rancher-desktop', ['docker'], []],
  ['rancher-desktop-containerd', 'rancher-desktop', ['nerdctl'], ['nerdctl --namespace k8s.io load']],
  ['colima', 'colima', ['docker'], []],
  ['colima-containerd', 'colima', ['docker', 'nerdctl'], ['nerdctl --namespace k8s.io load']],
  ['microk8s', 'microk8s', ['docker', 'microk8s'], ['microk8s ctr images import -']],
  ['k3s', 'k3s', ['docker', 'k3s'], ['k3s ctr --namespace k8s.io images import -']],
]

describe('an image that is built reaches every node of', () => {
  it.each(ways)('%s (%s, with %j)', async (shape, provider, tools, carries) => {
    const { deliver, calls } = world(shape, { tools })
    expect(await deliver()).toMatchObject({ ref, provider, before: false, after: true })
    const carried = calls().filter((line) => /import|load( |$)/.test(line) && !/ build /.test(line))
    expect(carried.sort()).toEqual(carries.sort())
  })

  it('what a row is there for: each has a recorded shape', () => {
    const recorded = readdirSync(new URL('../../fixtures/providers', import.meta.url))
    const known = new Set(
      recorded.map((file) => recognise(shapeOf(file.replace('.json', '')).context).provider),
    )
    expect(
      providers.map(({ name }) => name).filter((name) => name !== 'sandbox' && !known.has(name)),
    ).toEqual([])
  })
})

const full: Fault = {
  when: 'import',
  exit: 1,
  says: 'ctr: failed to copy: failed to send write: write /var/lib/containerd/x: no space left on device',
}
const stoppedNode: Fault = {
  when: 'import',
  exit: 1,
  says: 'Error response from daemon: container 0a1b is not running',
}

type Failure = [name: string, shape: string, Setting, message: RegExp, hint: RegExp]
const failures: Failure[] = [
  ['the disk of a node is full', 'kind', { tools: ['docker'], faults: [full] }, /no space left/, /disk/],
  ['a node is stopped', 'kind', { tools: ['docker'], faults: [stoppedNode] }, /not running/, /is it running/],
  [
    'the import ends well and does nothing on one node',
    'kind',
    {
      tools: ['docker'],
      faults: [{ when: 'dev-worker2 ctr --namespace k8s.io images import', exit: 0, says: '' }],
    },
    /node dev-worker2 took it without a complaint, and does not list it/,
    /./,
  ],
  [
    'another engine made the cluster',
    'k3d',
    {
      tools: ['docker'],
      faults: [
        { when: 'import', exit: 1, says: 'Error response from daemon: No such container: k3d-dev-agent-0' },
      ],
    },
    /No such container/,
    /not containers of this engine/,
  ],
  [
    'the image is not whole in the engine',
    'kind',
    {
      tools: ['docker'],
      faults: [{ when: 'import', exit: 1, says: 'ctr: content digest sha256:0a1b2c: not found' }],
    },
    /content digest/,
    /--rebuild/,
  ],
  ['no engine is there', 'kind', { tools: [] }, /no container engine answers: none of/, /start Docker/],
  ['minikube is missing', 'minikube', { tools: ['docker'] }, /minikube is not installed/, /minikube\.sigs/],
  [
    'minikube is stopped',
    'minikube',
    {
      tools: ['docker', 'minikube'],
      faults: [
        {
          when: 'image ls',
          exit: 85,
          says: '* The control-plane node minikube host is not running: state=Stopped',
        },
        {
          when: 'image load',
          exit: 85,
          says: '* The control-plane node minikube host is not running: state=Stopped',
        },
      ],
    },
    /not running/,
    /is it running/,
  ],
  [
    'minikube has no such profile',
    'minikube',
    {
      tools: ['docker', 'minikube'],
      faults: [
        { when: 'image', exit: 85, says: '* Profile "minikube" not found. Run "minikube profile list"' },
      ],
    },
    /not found/,
    /minikube profile list/,
  ],
  [
    'minikube does nothing and says nothing',
    'minikube',
    { tools: ['docker', 'minikube'], faults: [{ when: 'image load', exit: 0, says: '' }] },
    /minikube does not have it/,
    /by hand/,
  ],
  [
    'minikube reaches one of two nodes',
    'minikube-two-nodes',
    {
      tools: ['docker', 'minikube'],
      faults: [{ when: 'ssh --node shop-m02', exit: 1, says: 'no such image' }],
    },
    /shop-m02 does not have it/,
    /by hand/,
  ],
  ['microk8s is missing', 'microk8s', { tools: ['docker'] }, /microk8s is not installed/, /microk8s\.io/],
  [
    'microk8s is stopped',
    'microk8s',
    {
      tools: ['docker', 'microk8s'],
      faults: [{ when: 'microk8s', exit: 1, says: 'microk8s is not running, try microk8s start' }],
    },
    /not running/,
    /is it running/,
  ],
  [
    'microk8s is not for this user',
    'microk8s',
    {
      tools: ['docker', 'microk8s'],
      faults: [{ when: 'microk8s', exit: 1, says: 'Insufficient permissions to access MicroK8s.' }],
    },
    /Insufficient permissions/,
    /one who may/,
  ],
  [
    'k3s is not for this user',
    'k3s',
    {
      tools: ['docker', 'k3s'],
      faults: [
        {
          when: 'k3s',
          exit: 1,
          says: 'ctr: failed to dial "/run/k3s/containerd/containerd.sock": connect: permission denied',
        },
      ],
    },
    /permission denied/,
    /one who may/,
  ],
  [
    'nerdctl is missing',
    'colima-containerd',
    { tools: ['docker'] },
    /nerdctl is not installed/,
    /nerdctl install/,
  ],
  [
    'nerdctl loads into nothing',
    'rancher-desktop-containerd',
    { tools: ['nerdctl'], faults: [{ when: 'load', exit: 0, says: '' }] },
    /does not list it/,
    /./,
  ],
  [
    'Docker Desktop hides its nodes',
    'docker-desktop-kind',
    {
      tools: ['docker'],
      faults: [
        {
          when: 'import',
          exit: 1,
          says: 'Error response from daemon: No such container: desktop-control-plane',
        },
      ],
    },
    /No such container/,
    /not containers of this engine/,
  ],
  ['the cluster is in AWS', 'eks', { tools: ['docker'] }, /cluster of eks/, /images\.registry: .*ecr/],
  ['the cluster is in Google’s cloud', 'gke', { tools: ['docker'] }, /cluster of gke/, /pkg\.dev/],
  ['the cluster is in Azure', 'aks', { tools: ['docker'] }, /cluster of aks/, /azurecr/],
  ['the cluster is at DigitalOcean', 'doks', { tools: ['docker'] }, /cluster of doks/, /digitalocean/],
  ['nobody knows the cluster', 'unknown', { tools: ['docker'] }, /not known how/, /images\.registry/],
]

describe('says what is wrong and what helps when', () => {
  it.each(failures)('%s', async (_name, shape, setting, message, hint) => {
    const error = await world(shape, setting)
      .deliver()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      message: expect.stringMatching(message),
      details: { hint: expect.stringMatching(hint) },
    })
  })
})
