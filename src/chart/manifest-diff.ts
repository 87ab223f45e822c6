import { diffLines, nearChanges } from './diff-lines.ts'
import { type Manifest, readManifests } from './read-manifests.ts'
import { showManifest } from './show-manifest.ts'

export type ManifestChange = {
  kind: string
  name: string
  change: 'create' | 'change' | 'remove' | 'unchanged'
  /** Changed lines with their sign, and a little around them. */
  lines: string[]
  /** The pods of this Deployment will be replaced. */
  rollsPods: boolean
}

/** What differs between two rendered charts, object by object. Values of Secrets are never shown. */
export function diffManifests(before: string, after: string): ManifestChange[] {
  const old = byKey(readManifests(before))
  const current = byKey(readManifests(after))
  const removed = [...old.keys()].filter((key) => !current.has(key))
  return [...current.keys(), ...removed].map((key) => diffManifest(old.get(key), current.get(key)))
}

const byKey = (manifests: Manifest[]) =>
  new Map(manifests.map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, manifest]))

function diffManifest(before: Manifest | undefined, after: Manifest | undefined): ManifestChange {
  const { kind, metadata } = (after ?? before)!
  const edits = diffLines(text(before), text(after, before))
  const isChanged = edits.some(({ sign }) => sign !== ' ')
  const change = !before ? 'create' : !after ? 'remove' : isChanged ? 'change' : 'unchanged'
  const lines = isChanged ? nearChanges(edits).map((edit) => `${edit.sign} ${edit.text}`) : []
  return {
    kind,
    name: metadata.name,
    change,
    lines,
    rollsPods: text(podTemplate(before)) !== text(podTemplate(after)),
  }
}

const text = (manifest: object | undefined, before?: object) =>
  manifest === undefined ? '' : showManifest(manifest, before).join('\n')

const podTemplate = (manifest: Manifest | undefined) =>
  manifest?.kind === 'Deployment' ? (manifest.spec?.['template'] as object | undefined) : undefined
