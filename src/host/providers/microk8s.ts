import type { Delivery } from '../../ports.ts'
import { localReference, type Provider } from './provider.ts'
import { lists, streamImage } from './transfer.ts'

export const microk8s: Provider = {
  name: 'microk8s',
  onThisMachine: true,
  recognise: ({ context, clusterName }) => context === 'microk8s' || clusterName === 'microk8s-cluster',
  async delivery({ config, images, env }): Promise<Delivery> {
    return {
      provider: 'microk8s',
      how: 'streamed into the containerd of microk8s',
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: true,
      isPresent: (ref, signal) =>
        lists(['microk8s', 'ctr', 'images', 'ls', '--quiet', `name==${ref}`], ref, env, signal),
      async deliver({ ref }, onLine, signal) {
        onLine(`streaming ${ref} into microk8s`)
        await streamImage(images, env, ref, ['microk8s', 'ctr', 'images', 'import', '-'], signal)
      },
    }
  },
}
