import { backOffMs } from './back-off.ts'
import type { Fault } from './faults.ts'
import { fullReference, isImageReference } from './image-reference.ts'
import type { SandboxImage } from './images.ts'
import type { PodContext } from './pod-context.ts'
import type { ContainerRecord } from './pod-status.ts'
import { sleep } from './sleep.ts'

type Failure = { reason: 'ErrImagePull' | 'InvalidImageName' | 'ErrImageNeverPull'; message: string }

/** The image, however long it takes to appear; undefined when the pod goes first. */
export async function pullImage(
  context: PodContext,
  record: ContainerRecord,
): Promise<SandboxImage | undefined> {
  const { image, imagePullPolicy } = record.container
  for (let attempt = 1; !context.signal.aborted; attempt++) {
    const found = context.images.find(image)
    const failure = failureOf(image, imagePullPolicy, found, context.fault)
    if (!failure && found) return present(context, record, found)
    if (failure) await wait(context, record, failure, attempt)
  }
  return undefined
}

async function present(
  context: PodContext,
  record: ContainerRecord,
  image: SandboxImage,
): Promise<SandboxImage> {
  const ref = record.container.image
  if (context.fault === 'slow') {
    context.tell('Normal', 'Pulling', `Pulling image "${ref}"`, record)
    await sleep(context.settings.slowPullMs, context.signal)
    const took = `${context.settings.slowPullMs / 1000}s`
    context.tell(
      'Normal',
      'Pulled',
      `Successfully pulled image "${ref}" in ${took} (${took} including waiting). Image size: 0 bytes.`,
      record,
    )
  } else {
    context.tell('Normal', 'Pulled', `Container image "${ref}" already present on machine`, record)
  }
  return image
}

function failureOf(
  ref: string,
  policy: string | undefined,
  found: SandboxImage | undefined,
  fault: Fault | undefined,
): Failure | undefined {
  if (!isImageReference(ref)) {
    const message = `Failed to apply default image tag "${ref}": couldn't parse image name "${ref}": invalid reference format`
    return { reason: 'InvalidImageName', message }
  }
  if (fault === 'image-denied') return pullFailure('Unknown', ref, denied)
  if (fault === 'image-not-found') return pullFailure('NotFound', ref, `${fullReference(ref)}: not found`)
  if (found) return undefined
  if (policy === 'Never')
    return {
      reason: 'ErrImageNeverPull',
      message: `Container image "${ref}" is not present with pull policy of Never`,
    }
  return pullFailure('NotFound', ref, `${fullReference(ref)}: not found`)
}

const denied =
  'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'

function pullFailure(code: string, ref: string, why: string): Failure {
  const full = fullReference(ref)
  const message = `rpc error: code = ${code} desc = failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${why}`
  return { reason: 'ErrImagePull', message }
}

/** ErrImagePull and ImagePullBackOff alternate, and both carry the cause. */
async function wait(
  context: PodContext,
  record: ContainerRecord,
  { reason, message }: Failure,
  attempt: number,
): Promise<void> {
  const { settings, signal } = context
  const { image } = record.container
  const show = (shown: string, text: string) => {
    record.state = { waiting: { reason: shown, message: text } }
    context.publish()
  }
  show(reason, message)
  if (reason !== 'ErrImagePull') {
    context.tell(
      'Warning',
      reason === 'InvalidImageName' ? 'InspectFailed' : 'ErrImageNeverPull',
      message,
      record,
    )
    context.tell('Warning', 'Failed', `Error: ${reason}`, record)
    return sleep(settings.retryMs, signal)
  }
  context.tell('Normal', 'Pulling', `Pulling image "${image}"`, record)
  context.tell('Warning', 'Failed', `Failed to pull image "${image}": ${message}`, record)
  context.tell('Warning', 'Failed', 'Error: ErrImagePull', record)
  await sleep(Math.min(1000, settings.retryMs), signal)
  if (signal.aborted) return
  context.tell('Normal', 'BackOff', `Back-off pulling image "${image}"`, record)
  context.tell('Warning', 'Failed', 'Error: ImagePullBackOff', record)
  show('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`)
  await sleep(backOffMs(attempt, settings.backOffBaseMs, settings.backOffMaxMs), signal)
}
