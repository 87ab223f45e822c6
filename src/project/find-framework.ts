import { type Finding, type Sighting, settle } from './finding.ts'
import { type Framework, frameworks } from './frameworks.ts'
import type { Manifest } from './read-manifest.ts'

export function findFramework(manifests: Manifest[]): Finding<Framework> | undefined {
  const named = frameworks.flatMap((framework) =>
    manifests.flatMap((manifest) => sightings(framework, manifest)),
  )
  return settle(
    (named.length > 0 ? named : frameworks.flatMap((it) => manifests.flatMap((one) => called(it, one))))
      .sort((one, other) => rankOf(one.value) - rankOf(other.value))
      .slice(0, 1),
  )
}

/** A member of a workspace builds with what only the workspace installs. */
function called(framework: Framework, { path, language, scripts }: Manifest): Sighting<Framework>[] {
  const { build } = scripts
  const isCalled = framework.packages.some((name) =>
    new RegExp(`(^|[\\s/])${escaped(name)} (build|generate)\\b`).test(build?.command ?? ''),
  )
  return build && isCalled && language === framework.language
    ? [{ value: framework, source: `${path}:${build.line} build`, confidence: 'certain' }]
    : []
}

const escaped = (name: string) => name.replace(/[$.]/g, '\\$&')

/** A server in another language that has a browser's build tool beside it is a server. */
const rankOf = ({ role, language }: Framework) => (role === 'backend' && language !== 'javascript' ? 0 : 1)

function sightings(framework: Framework, { path, language, dependencies }: Manifest): Sighting<Framework>[] {
  const name =
    language === framework.language ? framework.packages.find((it) => dependencies.has(it)) : undefined
  return name
    ? [{ value: framework, source: `${path}:${dependencies.get(name)}`, confidence: 'certain' }]
    : []
}
