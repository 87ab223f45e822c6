import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import { type Folder, type Line, linesOf, type ProjectFiles } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

/** Whom a web server's settings pass requests on to. */
export type Upstream = { host: string; line: Line }

const passedTo =
  /(?:^|[{;])\s*(?:proxy_pass|fastcgi_pass|uwsgi_pass|server)\s+(?:https?:\/\/)?([a-z][\w-]*)(?=[:/;\s])(?!:\/\/)/
const proxied = /^\s*reverse_proxy\s+(?:\S+\s+)?(?:https?:\/\/)?([a-z][\w-]*):\d+/

/** Names without a dot in the settings that an image is given: compose knows them, a cluster doesn't. */
export function findUpstreams(file: Dockerfile | undefined, { texts }: Folder | ProjectFiles): Upstream[] {
  const settings = copiedSettings(file, texts)
    .flatMap(([path, text]) => linesOf(path, text))
    .flatMap((line) => {
      const host = (passedTo.exec(line.text) ?? proxied.exec(line.text))?.[1]
      return host && host !== 'localhost' && !/^\s*#/.test(line.text) ? [{ host, line }] : []
    })
  return [...settings, ...written(file)]
}

const copiedSettings = (file: Dockerfile | undefined, texts: ProjectFiles['texts']) => {
  const copied = (file?.last ?? []).filter(({ name }) => name === 'COPY' || name === 'ADD')
  return [...texts].filter(
    ([path]) => isSettings.test(path) && copied.some(({ rest }) => rest.includes(nameOf(path))),
  )
}

const passing = /\b(?:proxy_pass|reverse_proxy|ProxyPass)\b/
const ofServer = /\/etc\/(?:nginx|caddy)\b|httpd\.conf/

/** Its settings are all here, and none of them passes anything on. */
export function answersAlone(file: Dockerfile, { texts }: Folder): boolean {
  const settings = copiedSettings(file, texts)
  const given = file.last.filter(({ name, rest }) => name === 'COPY' && ofServer.test(rest))
  return (
    given.length <= settings.length &&
    !settings.some(([, text]) => passing.test(text)) &&
    !file.last.some(({ rest }) => passing.test(rest))
  )
}

/** `RUN echo 'server { … }' > /etc/nginx/conf.d/default.conf` */
const written = (file: Dockerfile | undefined): Upstream[] =>
  (file?.last ?? []).flatMap(({ name, rest, line }) => {
    const host = name === 'RUN' ? inline.exec(rest)?.[1] : undefined
    return host && host !== 'localhost' ? [{ host, line: { path: file!.path, line, text: rest } }] : []
  })

const inline = /\bproxy_pass\s+https?:\/\/([a-z][\w-]*)(?=[:/;\s])/

const isSettings = /\.conf(\.template)?$|(^|\/)Caddyfile$/
