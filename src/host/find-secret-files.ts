import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ImageBuild, SecretFile } from '../ports.ts'
import { contextFiles } from './content-tag.ts'
import { secretFinder } from './secret-finder.ts'

const atOnce = 32
/** Keys and tokens are in small files; what is larger was not written by hand. */
const longest = 256 * 1024

/** Files of a build context that hold one of these values, or what usually gives access to something. */
export async function findSecretFiles(
  build: ImageBuild,
  root: string,
  values: Record<string, string>,
): Promise<SecretFile[]> {
  const context = resolve(root, build.context)
  const paths = (await contextFiles(build, root)).filter((path) => !path.endsWith('/'))
  const find = secretFinder(values)
  const found: SecretFile[] = []
  for (let start = 0; start < paths.length; start += atOnce) {
    const batch = paths.slice(start, start + atOnce)
    found.push(...(await Promise.all(batch.map((path) => look(context, path, find)))).flat())
  }
  return found
}

async function look(context: string, path: string, find: (text: string) => string[]): Promise<SecretFile[]> {
  const text = await loadSmall(join(context, path))
  const secrets = find(text)
  if (secrets.length > 0) return [{ path, secrets }]
  const kind = kinds.find(({ name, sign }) => name.test(basename(path)) && sign.test(text))
  return kind ? [{ path, secrets: [], looksLike: kind.what }] : []
}

/** Links lead elsewhere, and what they lead to is copied only where it is. */
async function loadSmall(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const stat = await file.stat()
      return stat.isFile() && stat.size <= longest ? await file.readFile('utf8') : ''
    } finally {
      await file.close()
    }
  } catch (error) {
    if (['ELOOP', 'ENXIO', 'EACCES', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return ''
    throw error
  }
}

const kinds: { what: string; name: RegExp; sign: RegExp }[] = [
  { what: 'a private key', name: /./, sign: /^-----BEGIN (\w+ )*PRIVATE KEY-----/m },
  {
    what: 'a login of npm',
    name: /^\.(npmrc|yarnrc(\.yml)?)$/,
    sign: /_authToken\s*[=:]|_auth\s*=|npmAuthToken/,
  },
  {
    what: 'a kubeconfig with a login',
    name: /./,
    sign: /^kind: Config$[\s\S]*(client-key-data|token|password):/m,
  },
  { what: 'a login of git or a package index', name: /^\.(netrc|git-credentials|pypirc)$/, sign: /./ },
  { what: 'a login of docker', name: /^config\.json$/, sign: /"auths"\s*:[\s\S]*"auth"\s*:/ },
  {
    what: 'settings that are usually secret',
    name: /^\.env(\.(local|production|prod|staging|development))?$/,
    sign: /^[^#\n]*(SECRET|PASSWORD|TOKEN|PRIVATE_KEY|API_KEY|ACCESS_KEY|DATABASE_URL|_DSN)\w*\s*=\s*\S/m,
  },
]
