import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import { type Folder, type Line, linesOf, type ProjectFiles } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

/** Whom a web server's settings pass requests on to. */
export type Upstream = { host: string; line: Line }

const passedTo =
  /^\s*(?:proxy_pass|fastcgi_pass|uwsgi_pass|server)\s+(?:https?:\/\/)?([a-z][\w-]*)(?=[:/;\s])(?!:\/\/)/
const proxied = /^\s*reverse_proxy\s+(?:\S+\s+)?(?:https?:\/\/)?([a-z][\w-]*):\d+/

/** Names without a dot in the settings that an image is given: compose knows them, a cluster doesn't. */
export function findUpstreams(file: Dockerfile | undefined, { texts }: Folder | ProjectFiles): Upstream[] {
  const copied = (file?.last ?? []).filter(({ name }) => name === 'COPY' || name === 'ADD')
  const settings = [...texts]
    .filter(([path]) => isSettings.test(path) && copied.some(({ rest }) => rest.includes(nameOf(path))))
    .flatMap(([path, text]) => linesOf(path, text))
    .flatMap((line) => {
      const host = (passedTo.exec(line.text) ?? proxied.exec(line.text))?.[1]
      return host && host !== 'localhost' && !/^\s*#/.test(line.text) ? [{ host, line }] : []
    })
  return [...settings, ...written(file)]
}

/** `RUN echo 'server { … }' > /etc/nginx/conf.d/default.conf` */
const written = (file: Dockerfile | undefined): Upstream[] =>
  (file?.last ?? []).flatMap(({ name, rest, line }) => {
    const host = name === 'RUN' ? inline.exec(rest)?.[1] : undefined
    return host && host !== 'localhost' ? [{ host, line: { path: file!.path, line, text: rest } }] : []
  })

const inline = /\bproxy_pass\s+https?:\/\/([a-z][\w-]*)(?=[:/;\s])/

const isSettings = /\.conf(\.template)?$|(^|\/)Caddyfile$/
