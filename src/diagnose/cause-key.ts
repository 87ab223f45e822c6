import type { Finding } from '../rollout/verdicts/finding.ts'

const component = ({ object, container }: Finding): string => `${object.component}/${container ?? ''}`

const firstMatch = (pattern: RegExp, finding: Finding): string =>
  pattern.exec(`${finding.message} ${finding.confirmedBy ?? ''}`)?.[1] ?? component(finding)

/** The scheduler's sentence without its numbers: the same sentence for two components is one shortage. */
const shortage = ({ confirmedBy = '' }: Finding): string => confirmedBy.replace(/\d+/g, '#')

/** Two findings with the same key have one cause, and one repair. */
export const causeKey = (finding: Finding): string => {
  const { class: name, object } = finding
  if (name.startsWith('database-')) return `${name} ${object.name}`
  switch (name) {
    case 'config-missing':
      return `${name} ${firstMatch(/((?:Secret|ConfigMap) \S+) does not exist/, finding)}`
    case 'quota':
      return `${name} ${firstMatch(/exceeded quota: ([^,\s]+)/, finding)}`
    case 'policy':
      return `${name} ${firstMatch(/(PodSecurity "[^"]+"|webhook "[^"]+")/, finding)}`
    case 'service-account':
      return `${name} ${firstMatch(/serviceaccount "([^"]+)"/i, finding)}`
    case 'image-unreachable':
    case 'image-denied':
      return `${name} ${firstMatch(/pull ([^/\s]+)\//, finding)}`
    case 'unschedulable':
      return `${name} ${shortage(finding)}`
    case 'object-missing':
    case 'release-pending':
      return `${name} ${object.kind}/${object.name}`
    default:
      return `${name} ${component(finding)}`
  }
}
