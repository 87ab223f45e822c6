import type { Delivery } from '../../ports.ts'
import { runTool } from '../run-tool.ts'
import { podsByNode } from './nodes.ts'
import { type DeliveryNeeds, localReference } from './provider.ts'
import { type Command, lists, streamImage } from './transfer.ts'

const usual = '/run/containerd/containerd.sock'

type Store = { socket: string; ctr(...args: string[]): Command }

const storeAt = (socket: string): Store => ({
  socket,
  ctr: (...args) => ['ctr', '--address', socket, '--namespace', 'k8s.io', ...args],
})

/** Straight into the containerd of each node that has its socket on this machine. */
export async function containerdDelivery(needs: DeliveryNeeds): Promise<Delivery> {
  const { config, images, env } = needs
  const stores = [config.socket ?? usual].flat().map(storeAt)
  const sockets = stores.map(({ socket }) => socket).join(', ')
  const has = ({ ctr }: Store, ref: string, signal?: AbortSignal) =>
    lists(ctr('images', 'ls', '--quiet', `name==${ref}`), ref, env, signal)
  return {
    provider: 'containerd',
    how: `streamed into the containerd at ${sockets}, because the configuration names it`,
    reference: localReference(config),
    pullPolicy: 'IfNotPresent',
    needsEngine: true,
    async isPresent(ref, signal) {
      const found = await Promise.all(stores.map((store) => has(store, ref, signal)))
      return found.every((isThere) => isThere)
    },
    unreached: (nodes, signal) => withoutStore(nodes, stores, needs, signal),
    async deliver({ ref }, onLine, signal) {
      for (const store of stores) {
        if (stores.length > 1 && (await has(store, ref, signal))) continue
        onLine(`streaming ${ref} into ${store.socket}`)
        await streamImage(images, env, ref, store.ctr('images', 'import', '-'), signal)
      }
    },
  }
}

/** A socket is that of the node whose pods it runs. Nodes beyond those, and beyond as many as there are sockets of whom nobody knows, get nothing. */
async function withoutStore(
  nodes: string[],
  stores: Store[],
  { cluster, env }: DeliveryNeeds,
  signal?: AbortSignal,
): Promise<string[]> {
  const pods = await podsByNode(cluster, signal)
  const ownerOf = async ({ ctr }: Store): Promise<string | undefined> => {
    for (const [node, uids] of pods) {
      const filters = uids.map((uid) => `labels."io.kubernetes.pod.uid"==${uid}`)
      if (await hasAny(ctr('containers', 'ls', '--quiet', ...filters), env, signal)) return node
    }
    return undefined
  }
  const owners = await Promise.all(stores.map(ownerOf))
  const rest = nodes.filter((node) => !owners.includes(node))
  return rest.length > owners.filter((owner) => owner === undefined).length ? rest : []
}

async function hasAny(command: Command, env: DeliveryNeeds['env'], signal?: AbortSignal): Promise<boolean> {
  const [file, ...args] = command
  const { exitCode, stdout } = await runTool({ file, env }, { args, signal, timeoutMs: 20_000 })
  return exitCode === 0 && stdout.trim() !== ''
}
