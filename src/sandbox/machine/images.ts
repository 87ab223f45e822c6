import { fullReference } from './image-reference.ts'

/** An image as the sandbox knows it: not layers, but a folder and the command that starts a process in it. */
export type SandboxImage = { ref: string; dir: string; start?: string[] | undefined; port: number }

export type ImageRegistry = {
  register(image: SandboxImage): void
  find(ref: string): SandboxImage | undefined
  list(): SandboxImage[]
}

export function createImageRegistry(): ImageRegistry {
  const images = new Map<string, SandboxImage>()
  return {
    register: (image) => void images.set(fullReference(image.ref), image),
    find: (ref) => images.get(fullReference(ref)),
    list: () => [...images.values()],
  }
}
