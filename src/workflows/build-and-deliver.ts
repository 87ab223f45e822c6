import { secretValues } from './chart-secrets.ts'
import { checkExposure } from './check-exposure.ts'
import { buildImages, deliverImages } from './plan-images.ts'
import type { Prepared } from './prepare-release.ts'
import type { UpRun } from './up-run.ts'

export async function buildAndDeliver(run: UpRun, prepared: Prepared): Promise<void> {
  const { images, delivery } = prepared
  const { story, flags, world } = run
  const skip = flags.skip ?? []
  if (skip.includes('images')) story.skip('images', 'left out by --skip')
  else {
    await story.phase('images', async () => {
      if (delivery.needsEngine) await lookForSecrets(run, prepared)
      const summary = await buildImages(images, delivery, flags.rebuild === true, world, (line, component) =>
        story.progress('images', line, component),
      )
      return { value: undefined, summary, status: summary === 'unchanged' ? 'unchanged' : 'done' }
    })
  }
  if (skip.includes('deliver')) return story.skip('deliver', 'left out by --skip')
  await story.phase('deliver', async () => {
    const summary = await deliverImages(images, delivery, world.signal, (line, component) =>
      story.progress('deliver', line, component),
    )
    return { value: undefined, summary, status: summary === 'already there' ? 'unchanged' : 'done' }
  })
}

const lookForSecrets = (
  { config, files, story, world }: UpRun,
  { images, secrets }: Prepared,
): Promise<void> =>
  checkExposure(images, secretValues(config, secrets.values), {
    files,
    images: world.images,
    secrets: world.secrets,
    warn: (message) => story.note(message, 'warn'),
  })
