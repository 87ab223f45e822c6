import { intoNodeContainers } from './node-containers.ts'
import type { Provider } from './provider.ts'

export const kind: Provider = {
  name: 'kind',
  onThisMachine: true,
  recognise: ({ context, clusterName }) => context.startsWith('kind-') || clusterName.startsWith('kind-'),
  delivery: (needs) => intoNodeContainers('kind', needs),
}
