import type { ComponentConfig, Config } from '../config/config.ts'
import { DeployError } from '../errors.ts'
import type { Cluster, Delivery, ImageBuild, Images, World } from '../ports.ts'
import type { ComponentRole } from '../report.ts'
import { findPlatform, usualPlatform } from './node-platform.ts'

export type PlannedImage = {
  role: ComponentRole
  component: ComponentConfig
  /** Undefined when the config names a ready-made image. */
  build?: ImageBuild
  ref: string
  /** Already where the pods will look for it: no build, no delivery. */
  present: boolean
}

type Needs = { images: Images; delivery: Delivery; cluster: Cluster; signal: AbortSignal }

/** Content tags first: the same content has the same tag, so an image that is there already needs neither build nor push. */
export async function planImages(config: Config, rebuild: boolean, needs: Needs): Promise<PlannedImage[]> {
  const components = [config.frontend, config.backend]
  const platform = components.every(({ image }) => image)
    ? usualPlatform
    : await choosePlatform(config, needs)
  return Promise.all(components.map((component) => planImage(component, platform, rebuild, needs)))
}

const choosePlatform = async ({ images }: Config, { delivery, cluster, signal }: Needs): Promise<string> =>
  images.platform ?? (delivery.needsEngine ? findPlatform(cluster, signal) : usualPlatform)

async function planImage(
  component: ComponentConfig,
  platform: string,
  rebuild: boolean,
  { images, delivery, signal }: Needs,
): Promise<PlannedImage> {
  const { role } = component
  if (component.image) return { role, component, ref: component.image, present: true }
  const build: ImageBuild = { component: role, ...component.build, platform }
  const ref = delivery.reference(role, await images.contentTag(build))
  return { role, component, build, ref, present: !rebuild && (await delivery.isPresent(ref, signal)) }
}

type Progress = (line: string, component: string) => void

/** Builds what is neither delivered nor built yet, side by side. Answers one line for people. */
export async function buildImages(
  planned: PlannedImage[],
  delivery: Delivery,
  rebuild: boolean,
  world: Pick<World, 'images' | 'signal'>,
  progress: Progress,
): Promise<string> {
  const missing = planned.filter((image) => image.build && !image.present)
  if (missing.length === 0) return 'unchanged'
  if (!delivery.needsEngine) return 'not built: the sandbox runs the processes directly'
  await requireEngine(world)
  const lines = await sideBySide(missing, world.signal, (image, signal) =>
    buildOne(image, rebuild, { images: world.images, signal }, progress),
  )
  const unchanged = planned.filter((image) => image.present).map(({ role }) => `${role} unchanged`)
  return [...lines, ...unchanged].join(' · ')
}

/** The first that fails stops the others, and is told when they have ended: they say nothing after it. */
async function sideBySide<T, R>(
  all: T[],
  outer: AbortSignal,
  run: (one: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failed = new AbortController()
  const signal = AbortSignal.any([outer, failed.signal])
  const runs = all.map((one) =>
    run(one, signal).catch((error: unknown) => {
      failed.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(runs)
  if (failed.signal.aborted) throw failed.signal.reason
  return Promise.all(runs)
}

async function buildOne(
  { role, build, ref }: PlannedImage,
  rebuild: boolean,
  { images, signal }: Pick<World, 'images' | 'signal'>,
  progress: Progress,
) {
  if (!rebuild && (await images.has(ref, signal))) return `${role} already built`
  await images.build(build!, ref, (line) => progress(line, role), signal)
  return `${role} built`
}

async function requireEngine({ images, signal }: Pick<World, 'images' | 'signal'>): Promise<void> {
  const found = await images.engine(signal)
  if (found.engine) return
  throw new DeployError('TOOL_MISSING', 'no container engine answers, so the images cannot be built', {
    evidence: [found.why],
    hint: 'start Docker (or Podman), or try the sandbox, which needs none',
    next: ['k8sdeploy up --sandbox'],
  })
}

/** Brings every image that is not there yet to where the pods will look for it. */
export async function deliverImages(
  planned: PlannedImage[],
  delivery: Delivery,
  signal: AbortSignal,
  progress: Progress,
): Promise<string> {
  const missing = planned.filter((image) => image.build && !image.present)
  for (const { role, component, ref } of missing) {
    await delivery.deliver(
      { ref, dir: component.dir, start: component.start, port: component.port },
      (line) => progress(line, role),
      signal,
    )
  }
  return missing.length === 0
    ? 'already there'
    : `${missing.map(({ role }) => role).join(', ')} → ${delivery.provider}`
}

/** Splits `registry:5000/name:tag` where helm values want it split. */
export function splitReference(ref: string): { repository: string; tag: string } {
  const colon = ref.lastIndexOf(':')
  return colon > ref.lastIndexOf('/')
    ? { repository: ref.slice(0, colon), tag: ref.slice(colon + 1) }
    : { repository: ref, tag: '' }
}
