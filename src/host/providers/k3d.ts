import { intoNodeContainers } from './node-containers.ts'
import type { Provider } from './provider.ts'

/** As `k3d image import --mode direct` does it, but for the engine and the nodes that are there. */
export const k3d: Provider = {
  name: 'k3d',
  onThisMachine: true,
  recognise: ({ context, clusterName }) => context.startsWith('k3d-') || clusterName.startsWith('k3d-'),
  delivery: (needs) => intoNodeContainers('k3d', needs),
}
