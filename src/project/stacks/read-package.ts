import { parseObject } from '../read-manifest.ts'

/** package.json as an image needs it. */
export type Package = {
  name?: string
  main?: string
  scripts: Record<string, string>
  dependencies: Map<string, string>
  devDependencies: Map<string, string>
  packageManager?: string
  node?: string
  proxy?: string
}

type Json = {
  name?: unknown
  main?: unknown
  scripts?: Record<string, unknown>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  packageManager?: unknown
  engines?: { node?: unknown }
  proxy?: unknown
}

export function readPackage(text: string): Package {
  const json = parseObject(text) as Json
  const scripts = Object.entries(json.scripts ?? {}).filter((entry): entry is [string, string] =>
    isText(entry[1]),
  )
  return {
    name: textOf(json.name),
    main: textOf(json.main),
    scripts: Object.fromEntries(scripts),
    dependencies: new Map(Object.entries(json.dependencies ?? {})),
    devDependencies: new Map(Object.entries(json.devDependencies ?? {})),
    packageManager: textOf(json.packageManager),
    node: textOf(json.engines?.node),
    proxy: textOf(json.proxy),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const textOf = (value: unknown) => (isText(value) ? value : undefined)
