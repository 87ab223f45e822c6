import { type Manifest, readManifests } from '../chart/read-manifests.ts'
import type { ReleaseRecord } from '../ports.ts'

/** The objects of the revision that helm last released completely. */
export const deployedManifests = (releases: ReleaseRecord[]): Manifest[] =>
  readManifests(releases.find(({ status }) => status === 'deployed')?.manifest ?? '')
