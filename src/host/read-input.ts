import { createReadStream, existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { DeployError } from '../errors.ts'

const words: Record<string, string> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
}
/** As much as a Secret holds. */
const mostBytes = 1024 * 1024

/** Text of a file anywhere on this machine, or of standard input (`-`). No more of it is read than can be used. */
export async function readInput(path: string, stdin: NodeJS.ReadStream): Promise<string> {
  if (path === '-' && stdin.isTTY) throw typedInput()
  const name = path === '-' ? 'standard input' : nameOf(path)
  const bytes = await readBytes(path === '-' ? stdin : createReadStream(path), name)
  const text = bytes.toString('utf8')
  if (text.trim() === '')
    throw new DeployError('USAGE', `${name} is empty`, { hint: 'nothing but the value has to be in it' })
  if (bytes.length <= mostBytes) return text
  throw new DeployError('USAGE', `${name} is larger than the 1 MiB that a Secret holds`, {
    hint: 'is it the right file?',
  })
}

async function readBytes(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size > mostBytes) break
    }
  } catch (error) {
    const { code = 'for a reason without a name' } = error as NodeJS.ErrnoException
    throw new DeployError('USAGE', `${name} cannot be read: ${words[code] ?? code}`, {
      hint: 'give the path of a file that holds nothing but the value: --secret-file NAME=PATH',
    })
  }
  return Buffer.concat(chunks)
}

const typedInput = () =>
  new DeployError('USAGE', 'standard input is the terminal, where what is typed can be read', {
    hint: 'pipe the value, or leave --secret-file out to be asked without an echo',
  })

/** Somebody may have put the secret itself where its file is to be named; so says Node's own message, too. */
const nameOf = (path: string) => (/^\.\w{1,5}$/.test(extname(path)) || existsSync(path) ? path : 'the file')
