import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const script = new URL('../base-images', import.meta.url).pathname

export type BaseImage = 'golang' | 'java'

/** Makes what only some Dockerfiles are built from; free when it is there. */
export async function needBaseImages(names: BaseImage[]): Promise<void> {
  await promisify(execFile)('bash', [script, ...names])
}
