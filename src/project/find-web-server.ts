import { baseName, type Dockerfile, findLast } from '../dockerfile/read-dockerfile.ts'
import type { Sighting } from './finding.ts'
import { type Folder, linesOf } from './project-files.ts'

/** Where a web server's own image listens as long as its settings stay as they are. */
const bases: [image: RegExp, port: number][] = [
  [/(^|\/)nginx-unprivileged/, 8080],
  [/(^|\/)(nginx|httpd|caddy)(:|@|$)/, 80],
]

const baseOf = ({ last }: Dockerfile) => {
  const from = last.find(({ name }) => name === 'FROM')
  const image = baseName(from)
  const row = bases.find(([pattern]) => pattern.test(image))
  return from && row && { line: from.line, port: row[1], image }
}

/** The port of an image that is a web server with files: the source beside it is no server. */
export function findWebServerPort(file: Dockerfile, folder: Folder): Sighting<number> | undefined {
  const base = baseOf(file)
  if (!base) return undefined
  const set = fromSettings(file, folder)
  if (set) return set
  const exposed = findLast(file, 'EXPOSE')
  const port = /^\d+/.exec(exposed?.rest ?? '')?.[0]
  return port
    ? { value: Number(port), source: `${file.path}:${exposed!.line} EXPOSE`, confidence: 'certain' }
    : { value: base.port, source: `${file.path}:${base.line} ${base.image}`, confidence: 'certain' }
}

/** `listen 8080;` of settings that the image is given. */
function fromSettings(file: Dockerfile, { texts }: Folder): Sighting<number> | undefined {
  const copied = file.last.filter(({ name }) => name === 'COPY' || name === 'ADD').map(({ rest }) => rest)
  for (const [path, text] of texts) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const isCopied = copied.some((rest) => rest.includes(name))
    if (!/\.conf(\.template)?$|^Caddyfile$/.test(name) || !isCopied) continue
    const lines = linesOf(path, text).flatMap((line) => {
      const port = /^\s*listen\s+(?:[\d.]+:|\[::\]:)?(\d+)|^(?:https?:\/\/)?:(\d+)\s*\{/
        .exec(line.text)
        ?.slice(1)
        .find(Boolean)
      return port ? [{ value: Number(port), source: `${path}:${line.line} listen` }] : []
    })
    const plain = lines.find(({ value }) => value !== 443) ?? lines[0]
    if (plain) return { ...plain, confidence: 'certain' }
  }
  return undefined
}
