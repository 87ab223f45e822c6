import type { ReleaseRecord } from '../../ports.ts'

export type ManifestDocument = { kind: string; name: string; text: string }

/** helm's rendered documents, told apart by what stands at fixed indents; enough to know what a release contains. */
export const readManifest = (manifest: string): ManifestDocument[] =>
  manifest
    .split(/^---.*$/m)
    .map((text) => ({
      text,
      kind: /^kind:\s*(\S+)/m.exec(text)?.[1] ?? '',
      name: /^metadata:\n(?:[ ]{2,}.*\n)*?[ ]{2}name:\s*"?([^"\s]+)/m.exec(text)?.[1] ?? '',
    }))
    .filter((one) => one.kind !== '' && one.name !== '')

export const findDocument = (
  release: ReleaseRecord | undefined,
  kind: string,
  name: string,
): ManifestDocument | undefined =>
  readManifest(release?.manifest ?? '').find((one) => one.kind === kind && one.name === name)

/** An annotation of a Deployment's pod template in each revision, newest first. */
const checksums = (
  releases: ReleaseRecord[],
  deployments: string[],
  annotation: string,
): { value: string; at: number }[] =>
  releases.flatMap((release) => {
    const found = readManifest(release.manifest)
      .filter((one) => one.kind === 'Deployment' && deployments.includes(one.name))
      .map((one) => new RegExp(`${annotation}:\\s*"?([^"\\s]+)`).exec(one.text)?.[1])
      .find((value) => value !== undefined)
    return found === undefined ? [] : [{ value: found, at: Date.parse(release.updated) }]
  })

/** When the content that a checksum stands for last changed; undefined when no kept revision had another. */
export const changedAt = (
  releases: ReleaseRecord[],
  deployments: string[],
  annotation: string,
): number | undefined => {
  const found = checksums(releases, deployments, annotation)
  const other = found.findIndex((one) => one.value !== found[0]?.value)
  return other > 0 ? found[other - 1]?.at : undefined
}
