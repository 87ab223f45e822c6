import { createHash } from 'node:crypto'
import { facts } from '../facts.ts'

type Descriptor = { mediaType: string; size: number; digest: string }
type ImageConfig = {
  architecture: string
  config: { User?: string; Entrypoint?: string[] | null }
  rootfs: { diff_ids: string[] }
}

export type Variant = {
  name: string
  user?: string
  entrypoint?: string[]
  /** What the image says it is made for; `index` says it in a list of images, and the image itself does not. */
  architecture?: string
  index?: boolean
  /** One more file at the root of its file system. */
  file?: { name: string; content: Buffer; mode: number }
}

const [host = '', ...rest] = facts.behave.split('/')
const [repository, tag] = rest.join('/').split(':')
const base = `http://${host}/v2/${repository}`
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'
const listType = 'application/vnd.docker.distribution.manifest.list.v2+json'

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function asked(path: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path.startsWith('http') ? path : `${base}${path}`, options)
  if (!answer.ok) throw new Error(`the registry answers ${answer.status} to ${path}`)
  return answer
}

async function pushBlob(bytes: Buffer, mediaType: string): Promise<Descriptor> {
  const begun = await asked('/blobs/uploads/', { method: 'POST' })
  const place = new URL(begun.headers.get('location') ?? '', base)
  place.searchParams.set('digest', digestOf(bytes))
  await asked(place.href, { method: 'PUT', body: new Uint8Array(bytes) })
  return { mediaType, size: bytes.length, digest: digestOf(bytes) }
}

async function pushManifest(name: string, manifest: object, mediaType: string): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(manifest))
  await asked(`/manifests/${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': mediaType },
    body: new Uint8Array(bytes),
  })
  return { mediaType, size: bytes.length, digest: digestOf(bytes) }
}

/** A tar archive of one file: its header of 512 bytes, then the content in blocks of the same size. */
function tarOf({ name, content, mode }: NonNullable<Variant['file']>): Buffer {
  const header = Buffer.alloc(512)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  header.write(name, 0)
  header.write(octal(mode, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(content.length, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        0', 148)
  header.write('ustar\u000000', 257)
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  )
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512)
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)])
}

/** The behaving image, different in what a Dockerfile or a build would have made different; answers its reference. */
export async function pushVariant(variant: Variant): Promise<string> {
  const manifest = (await (
    await asked(`/manifests/${tag}`, { headers: { Accept: manifestType } })
  ).json()) as { config: Descriptor; layers: Descriptor[] }
  const config = (await (await asked(`/blobs/${manifest.config.digest}`)).json()) as ImageConfig
  const { user, entrypoint, architecture, file } = variant
  if (user !== undefined) config.config.User = user
  if (entrypoint) config.config.Entrypoint = entrypoint
  if (architecture && !variant.index) config.architecture = architecture
  if (file) {
    const layer = tarOf(file)
    manifest.layers.push(await pushBlob(layer, 'application/vnd.docker.image.rootfs.diff.tar'))
    config.rootfs.diff_ids.push(digestOf(layer))
  }
  manifest.config = await pushBlob(Buffer.from(JSON.stringify(config)), manifest.config.mediaType)
  const made = await pushManifest(variant.name, manifest, manifestType)
  if (variant.index) {
    const platform = { architecture, os: 'linux' }
    const list = { schemaVersion: 2, mediaType: listType, manifests: [{ ...made, platform }] }
    await pushManifest(variant.name, list, listType)
  }
  return `${host}/${repository}:${variant.name}`
}

/** As much of a program for another processor as the kernel reads before it refuses it. */
export const armProgram = (): Buffer => {
  const header = Buffer.alloc(120)
  header.write('\x7fELF\x02\x01\x01', 0, 'latin1')
  header.writeUInt16LE(2, 16)
  header.writeUInt16LE(183, 18)
  header.writeUInt32LE(1, 20)
  header.writeUInt16LE(64, 52)
  header.writeUInt16LE(56, 54)
  header.writeUInt16LE(1, 56)
  return header
}
