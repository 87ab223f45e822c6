import { DeployError } from '../../errors.ts'
import type { ContextFacts, Provider } from './provider.ts'

/** A cluster in somebody's cloud: images get there by a registry, and by nothing else. */
export const managed = (
  name: string,
  registry: string,
  recognise: (facts: ContextFacts) => boolean,
): Provider => ({
  name,
  onThisMachine: false,
  recognise,
  async delivery({ context }) {
    throw new DeployError(
      'CONFIG_INVALID',
      `context "${context.name}" is a cluster of ${name}, which pulls images from a registry, and none is named`,
      {
        hint: `name a registry that this cluster may pull from, e.g. images.registry: ${registry}`,
        choices: ['images.registry', 'images.delivery: none'],
      },
    )
  },
})

export const serverEnds =
  (ending: string) =>
  ({ server }: ContextFacts) => {
    const { hostname } = new URL(server)
    return hostname.endsWith(ending)
  }
