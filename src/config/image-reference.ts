import type { Fault } from './problem.ts'

export type ImageReference = { repository: string; tag?: string; digest?: string }

const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d{1,5})?/)?'
const path = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const form = new RegExp(
  `^(${host}${path}(?:/${path})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}))?$`,
)

/** `registry:5000/team/app:1.2@sha256:…` in its parts; undefined when a container runtime would refuse it. */
export function readImageReference(text: string): ImageReference | undefined {
  const match = text.length > 512 ? null : form.exec(text)
  if (!match) return undefined
  const [, repository = '', tag, digest] = match
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) }
}

export function checkImage(text: string): Fault | undefined {
  const image = readImageReference(text)
  const hint = 'Write `registry/name:tag`, in lower case, with a tag that does not move.'
  if (!image) return { message: `\`${text}\` is not a valid image name`, hint }
  if (image.digest) return undefined
  if (image.tag === undefined) return { message: `\`${text}\` has no tag`, hint }
  return image.tag === 'latest'
    ? { message: `the tag of \`${text}\` moves: nobody knows what runs`, hint }
    : undefined
}

/** A prefix such as `localhost:5000/shop`, without tag and without a slash at its end. */
export function checkRegistry(text: string): Fault | undefined {
  const image = readImageReference(`${text}/app`)
  if (image && image.tag === undefined) return undefined
  return {
    message: `\`${text}\` is not a registry`,
    hint: 'For example `localhost:5000/shop` or `ghcr.io/you`.',
  }
}
