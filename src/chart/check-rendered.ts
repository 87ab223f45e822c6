import { loadAll, YAMLException } from 'js-yaml'
import { isManifest } from './read-manifests.ts'

/** Why what helm printed cannot be a release: a chart edited by hand, or a helm that is something else. */
export function checkRendered(rendered: string): string | undefined {
  const documents = parse(rendered)
  if (typeof documents === 'string') return documents
  const objects = documents.filter((document) => document !== null && document !== undefined)
  if (objects.length === 0) return 'helm printed no object at all'
  const odd = objects.findIndex((document) => !isManifest(document))
  return odd === -1 ? undefined : `its object ${odd + 1} has no kind, or no metadata.name`
}

/** Strictly: helm takes the last of two equal keys without a word, and whoever wrote the first never learns of it. */
function parse(rendered: string): unknown[] | string {
  try {
    return loadAll(rendered)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const line = (error.mark as { line: number } | undefined)?.line
    if (line === undefined) return error.reason
    const text = rendered.split(/\r\n|\r|\n/)[line] ?? ''
    return `${error.reason} in ${sourceAt(rendered, line)}: ${text.trim().slice(0, 80)}`
  }
}

/** helm names the template before each object that comes from it. */
function sourceAt(rendered: string, line: number): string {
  const before = rendered.split('\n').slice(0, line + 1)
  const source = before.findLast((one) => one.startsWith('# Source: '))
  return source?.slice('# Source: '.length).trim() ?? `line ${line + 1}`
}
