import type { ReleaseRecord } from '../../ports.ts'
import type { Entity, Relation, Rule } from '../../report.ts'
import { readTime } from '../read-metadata.ts'
import type { Scene } from './facts.ts'
import { readManifest } from './manifest.ts'
import { relation, rule, stamp, unchecked } from './rules.ts'

const stateOf = (release: ReleaseRecord | undefined): string => {
  if (!release) return 'Packaging'
  if (release.status.startsWith('pending')) return 'Pending'
  if (release.status !== 'deployed') return release.status === 'failed' ? 'Failed' : 'Uninstalled'
  if (/rollback/i.test(release.description)) return 'Rolled back'
  return release.revision === 1 ? 'Installation' : 'Upgrade'
}

const bestPractices = (problems: string[] | undefined): Rule => {
  if (!problems)
    return unchecked(
      'chart-follows-best-practices',
      'the chart was not linted this time: k8sdeploy up lints it',
    )
  return rule(
    'chart-follows-best-practices',
    problems.length === 0,
    problems.length > 0 ? problems.join('; ') : 'helm lint --strict finds nothing',
  )
}

const contains = (scene: Scene, release: ReleaseRecord): Relation[] => {
  const watched = ['Deployment', 'Service', 'ConfigMap'] as const
  return readManifest(release.manifest).flatMap(({ kind, name }) => {
    const known = watched.find((one) => one === kind)
    if (!known) return []
    const exists = scene.snapshot[known].some((one) => one.metadata?.name === name)
    return [
      relation(
        'contains',
        `${kind} ${name}`,
        exists,
        exists ? undefined : 'released, but not in the namespace',
      ),
    ]
  })
}

const summaryOf = (release: ReleaseRecord | undefined): string => {
  if (!release) return 'not released yet'
  const { revision, status, manifest } = release
  const size = `${Math.ceil(manifest.length / 1024)} KiB rendered`
  return `${revision > 1 ? `revision ${revision - 1} → ${revision}` : 'revision 1'} ${status} · ${size}`
}

export const helmChartEntity = (scene: Scene): Entity => {
  const release = scene.facts.releases[0]
  const { config } = scene.facts
  const chart = release?.chart ?? config?.chart
  return {
    kind: 'HelmChart',
    name: chart ? `${chart.name} ${chart.version}` : scene.release,
    state: stateOf(release),
    ...stamp(readTime(release?.updated)),
    summary: summaryOf(release),
    fields: {
      name: chart?.name,
      version: chart?.version,
      appVersion: chart?.appVersion,
      dependencies: [],
      values: Object.keys(release?.chart.values ?? {}),
    },
    rules: [
      rule(
        'release-deployed',
        release?.status === 'deployed',
        release ? `revision ${release.revision}: ${release.status}` : 'no release',
      ),
      bestPractices(scene.facts.chartProblems),
    ],
    relations: release ? contains(scene, release) : [],
  }
}
