import type { SandboxImage } from '../machine/images.ts'
import { type Connection, callSandbox, findConnection } from './call-sandbox.ts'

/** Tells the sandbox how to run what an image would hold. Without a start command its pods are simulated. */
export async function registerImage(
  image: SandboxImage,
  connection: Connection = findConnection(),
): Promise<void> {
  await callSandbox(connection, 'POST', '/sandbox/v1/images', image)
}
