import type { Line } from './project-files.ts'

/** `scope "/api"`, `namespace :api`, `.nest("/api", …`, `route("/api") {`: what stands around a route. */
const block =
  /(?:\b(?:scope|namespace|nest|group|Group|route|Route|basePath)\b|\bprefix\s*:)[\s(]*(?:path:\s*)?(?:["'`]\/?|:)([\w/-]*)/
const grouped = (name: string) =>
  new RegExp(`\\b${name}\\s*:?=\\s*(\\w+)\\.(?:Group|Route|PathPrefix)\\(\\s*"([^"]*)"`)
/** chi's routers are made on their own, and hung in below a path. */
const mounted = (name: string) => new RegExp(`\\b(\\w+)\\.Mount\\(\\s*"([^"]*)"\\s*,\\s*${name}\\s*\\)`)
/** Handed over by whoever calls: what it already stands below is not told here. */
const handedOver = (name: string) =>
  new RegExp(`\\b${name}\\s+(?:\\*?(?:gin|echo|fiber|chi)\\.(?:RouterGroup|IRouter|IRoutes|Group|Router))\\b`)

/** What the text puts before a route's own path. Undefined when it can't be told. */
export function findRouteGroup(line: Line, text: string): string | undefined {
  return line.path.endsWith('.go') ? ofReceiver(line, text) : around(line, text)
}

/** `api := r.Group("/api")` or `r.Mount("/api", api)`, and then `api.GET("/health", …)`. */
function ofReceiver(line: Line, text: string): string | undefined {
  const blocks = around(line, text)
  let name = /(\w+)\.\w+\(\s*["`]\//.exec(line.text)?.[1]
  let prefix = ''
  for (let depth = 0; name !== undefined && depth < 4; depth++) {
    const group = grouped(name).exec(text) ?? mounted(name).exec(text)
    if (!group) break
    prefix = `/${group[2]}${prefix}`
    name = group[1]
  }
  if (name !== undefined && blocks === '' && handedOver(name).test(text)) return undefined
  return tidy(`${blocks}${prefix}`)
}

/** The lines above that are less far in, each the nearest to what it holds. */
function around(line: Line, text: string): string {
  const above = text.split('\n').slice(0, line.line - 1)
  let space = indentOf(line.text)
  let prefix = ''
  for (const one of above.reverse()) {
    if (one.trim() === '' || indentOf(one) >= space) continue
    space = indentOf(one)
    const path = block.exec(one)?.[1]
    if (path) prefix = `/${path}${prefix}`
  }
  return tidy(prefix)
}

const indentOf = (text: string) => /^\s*/.exec(text)![0].length
const tidy = (path: string) => path.replace(/\/{2,}/g, '/').replace(/\/$/, '')
