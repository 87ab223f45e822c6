import { linesOf } from './project-files.ts'
import { type Manifest, parseObject } from './read-manifest.ts'

type DenoJson = {
  name?: string
  imports?: Record<string, string>
  tasks?: Record<string, string | { command?: string }>
  workspace?: unknown
}

/** What Deno's manifest imports, by the packages' own names and by those that the source gives them. */
export function readDenoManifest(path: string, text: string): Partial<Manifest> {
  const json = parseObject(withoutComments(text)) as DenoJson
  const lineOf = (key: string) => linesOf(path, text).find((it) => it.text.includes(`"${key}"`))?.line ?? 1
  const imports = Object.entries(json.imports ?? {}).filter(([, target]) => typeof target === 'string')
  const tasks = Object.entries(json.tasks ?? {}).flatMap(([name, task]) => {
    const command = typeof task === 'string' ? task : task?.command
    return command ? [[name, { command, line: lineOf(name) }] as const] : []
  })
  return {
    name: typeof json.name === 'string' ? json.name : undefined,
    dependencies: new Map(
      imports.flatMap(([key, target]) => namesOf(key, target).map((name) => [name, lineOf(key)] as const)),
    ),
    scripts: Object.fromEntries(tasks),
    isWorkspaceRoot: json.workspace !== undefined,
  }
}

/** `npm:pg@8`, `jsr:@hono/hono@4/cors`, `https://deno.land/x/postgres@v0.19/mod.ts`. */
function namesOf(key: string, target: string): string[] {
  const name =
    /^npm:\/?((?:@[\w.-]+\/)?[\w.-]+)/.exec(target)?.[1] ??
    /^jsr:\/?(@[\w.-]+\/[\w.-]+)/.exec(target)?.[1] ??
    /^https:\/\/deno\.land\/x\/([\w.-]+)/.exec(target)?.[1]
  return [...new Set([key.replace(/\/$/, ''), ...(name ? [name] : [])])]
}

const withoutComments = (text: string) => text.replace(/^\s*\/\/.*$/gm, '').replace(/,(\s*[}\]])/g, '$1')
