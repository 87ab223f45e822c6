import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** Text of an ordinary file. Whoever opens a pipe waits until somebody writes into it, and that may be for ever. */
export async function readRegular(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is no ordinary file')
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
