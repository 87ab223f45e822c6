import { resolve } from 'node:path'
import type { Delivery } from '../../ports.ts'
import { localReference, type Provider } from './provider.ts'

/** The embedded cluster: it is told how to run what the image would hold. */
export const sandbox: Provider = {
  name: 'sandbox',
  onThisMachine: true,
  recognise: ({ context }) => context === 'k8sdeploy-sandbox',
  async delivery({ config, cwd }): Promise<Delivery> {
    return {
      provider: 'sandbox',
      how: 'not carried: the sandbox runs the start command in the component’s folder',
      reference: localReference(config),
      pullPolicy: 'IfNotPresent',
      needsEngine: false,
      // telling it again costs nothing, and the folder may have moved
      isPresent: async () => false,
      async deliver(image) {
        const { registerImage } = await import('../../sandbox/control/register-image.ts')
        await registerImage({ ...image, dir: resolve(cwd, image.dir) })
      },
    }
  },
}
