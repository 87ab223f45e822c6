import { type Finding, type Sighting, settle } from './finding.ts'
import { type Framework, frameworks } from './frameworks.ts'
import type { Manifest } from './read-manifest.ts'

export function findFramework(manifests: Manifest[]): Finding<Framework> | undefined {
  return settle(
    frameworks
      .flatMap((framework) => manifests.flatMap((manifest) => sightings(framework, manifest)))
      .sort((one, other) => rankOf(one.value) - rankOf(other.value))
      .slice(0, 1),
  )
}

/** A server in another language that has a browser's build tool beside it is a server. */
const rankOf = ({ role, language }: Framework) => (role === 'backend' && language !== 'javascript' ? 0 : 1)

function sightings(framework: Framework, { path, language, dependencies }: Manifest): Sighting<Framework>[] {
  const name =
    language === framework.language ? framework.packages.find((it) => dependencies.has(it)) : undefined
  return name
    ? [{ value: framework, source: `${path}:${dependencies.get(name)}`, confidence: 'certain' }]
    : []
}
