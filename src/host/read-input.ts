import { readFile } from 'node:fs/promises'
import { DeployError } from '../errors.ts'

const words: Record<string, string> = {
  ENOENT: 'it is not there',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}
/** As much as a Secret holds. */
const mostBytes = 1024 * 1024

/** Text of a file anywhere on this machine, or of standard input (`-`). */
export async function readInput(path: string, stdin: NodeJS.ReadStream): Promise<string> {
  const text = path === '-' ? await readStream(stdin) : await readFile(path, 'utf8').catch(unreadable(path))
  if (text.trim() !== '' && text.length <= mostBytes) return text
  const name = path === '-' ? 'standard input' : path
  throw new DeployError('USAGE', text.trim() === '' ? `${name} is empty` : `${name} is larger than 1 MiB`)
}

async function readStream(stdin: NodeJS.ReadStream): Promise<string> {
  if (stdin.isTTY)
    throw new DeployError('USAGE', 'standard input is the terminal, where what is typed can be read', {
      hint: 'pipe the value, or leave --secret-file out to be asked without an echo',
    })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

const unreadable = (path: string) => (error: NodeJS.ErrnoException) => {
  throw new DeployError('USAGE', `${path} cannot be read`, {
    hint: words[error.code ?? ''] ?? error.message,
  })
}
