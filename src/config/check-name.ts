import type { Fault } from './problem.ts'

export const longestName = 53

/** The application's name: release, label value and the start of every object's name. */
export function checkName(name: string): Fault | undefined {
  const hint = suggestion(name)
  if (name === '') return { message: 'the name is empty', hint: 'Choose one like `my-app`.' }
  if (name.length > longestName) {
    return { message: `the name has ${name.length} characters; helm takes at most ${longestName}`, hint }
  }
  if (!/^[a-z0-9-]+$/.test(name)) {
    return { message: `\`${name}\` holds something other than lower-case letters, digits and \`-\``, hint }
  }
  if (!/^[a-z]/.test(name)) {
    return { message: `\`${name}\` does not start with a letter, which a Service's name has to`, hint }
  }
  return /[a-z0-9]$/.test(name) ? undefined : { message: `\`${name}\` ends with \`-\``, hint }
}

/** Any other object's name or label, at most 63 characters (DNS-1123). */
export function checkLabelName(name: string): Fault | undefined {
  const hint = 'Use lower-case letters, digits and `-`, beginning and ending with a letter or digit.'
  if (name.length > 63)
    return { message: `\`${name}\` has ${name.length} characters; at most 63 are allowed`, hint }
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return undefined
  return { message: `\`${name}\` is not a valid Kubernetes name`, hint }
}

const hint = 'Choose a namespace of your own, for example the name of the application.'

export function checkNamespace(name: string): Fault | undefined {
  if (!name.startsWith('kube-')) return checkLabelName(name)
  return { message: `the namespace \`${name}\` belongs to Kubernetes itself`, hint }
}

/** Host names, and Secrets, ConfigMaps, gateways: dots allowed. */
export function checkSubdomain(name: string): Fault | undefined {
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  if (name.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(name)) return undefined
  return {
    message: `\`${name}\` is not a valid DNS name`,
    hint: 'For example `shop.example.com`, in lower case.',
  }
}

export function checkHost(name: string): Fault | undefined {
  return checkSubdomain(name.startsWith('*.') ? name.slice(2) : name)
}

function suggestion(name: string): string {
  const better = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longestName)
    .replace(/-+$/, '')
  return better === '' ? 'Choose one like `my-app`.' : `For example \`${better}\`.`
}
