import { baseName, findLast, readDockerfile } from '../dockerfile/read-dockerfile.ts'
import { type Folder, type ProjectFiles, within } from './project-files.ts'
import { nameOf, readManifests } from './read-manifest.ts'

const otherServers =
  /\b(uvicorn|gunicorn|hypercorn|granian|daphne|flask|litestar|manage\.py|java|dotnet|puma|rails|artisan|php-fpm)\b/
const ownBase = /(^|\/)(node|bun|deno|nginx|nginx-unprivileged|caddy|httpd)(:|@|$)|nodejs|node-/
const program = /^\W*\.?\/[\w/.-]+\W*$/

/** An image that builds a folder of JavaScript along with the server of another language that it starts is that server’s. */
export function startsAnother(folder: Folder, path: string, { texts }: ProjectFiles): boolean {
  const languages = readManifests(folder).map(({ language }) => language)
  if (!texts.has(within(folder.dir, 'package.json')) || languages.some((it) => it !== 'javascript'))
    return false
  const file = readDockerfile(path, texts.get(path) ?? '')
  const start = ['ENTRYPOINT', 'CMD'].flatMap((name) => findLast(file, name)?.rest ?? []).join(' ')
  const scripts = [...texts].filter(([it]) => it.endsWith('.sh') && start.includes(nameOf(it)))
  const base = baseName(file.last.find(({ name }) => name === 'FROM'))
  return (
    otherServers.test(start) ||
    scripts.some(([, text]) => otherServers.test(text)) ||
    (program.test(start) && !/\.sh\b/.test(start) && !ownBase.test(base))
  )
}
