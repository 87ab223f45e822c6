import type { Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { World } from '../ports.ts'
import { type Checked, check, unlooked } from './doctor-check.ts'

type Needs = Pick<World, 'clock' | 'signal' | 'node' | 'helm' | 'images'>

export const checkNode = (world: Needs) =>
  check('node', 'TOOL_MISSING', async () => ({ value: world.node, detail: `Node ${world.node}` }), world)

export const checkHelm = (world: Needs) =>
  check(
    'helm',
    'TOOL_MISSING',
    async (signal) => {
      const helm = await world.helm.version(signal)
      return { value: helm, detail: `helm ${helm.version}` }
    },
    world,
  )

/** Nobody needs an engine where every image is ready-made, or nothing is built at all. */
export async function checkEngine(
  config: Config | undefined,
  isSandbox: boolean,
  world: Needs,
): Promise<Checked<unknown>> {
  if (isSandbox) return unlooked('engine', 'not needed: the sandbox runs the app without images')
  if (config?.frontend.image && config.backend.image)
    return unlooked('engine', 'not needed: both images are ready-made')
  return check(
    'engine',
    'TOOL_MISSING',
    async (signal) => {
      const found = await world.images.engine(signal)
      if (!found.engine) throw noEngine(found.why)
      const { name, version, platform, builder } = found.engine
      return { value: found.engine, detail: `${name} ${version} · ${platform} · ${builder} builder` }
    },
    world,
  )
}

const noEngine = (why: string) =>
  new DeployError('TOOL_MISSING', `no container engine answers: ${why}`, {
    hint: 'start Docker (or podman, or nerdctl), or install one: https://docs.docker.com/get-docker; the sandbox needs none',
    next: ['docker version', 'k8sdeploy up --sandbox'],
  })
