/** What the user named on the command line; whoever types the next command must name it again. */
export type Place = {
  namespace: string
  context?: string
  kubeconfig?: string
  env?: string
  /** Its own kubeconfig is what other tools need to find it. */
  sandbox?: boolean
  cwd?: string
  /** The namespace was given as a flag. */
  isNamed?: boolean
}

/** Of the whole cluster: these take no namespace. */
const clusterWide =
  /\b(nodes?|namespaces?|storageclass\S*|pv|persistentvolumes?|priorityclass\S*|\w+webhookconfigurations?)\b|\b(un)?cordon\b|\bdrain\b|(^| )-A\b/

const kubectlCommand = /\bkubectl ((?:--?[\w-]+ )*[a-z][^,;:()]*)/g
const helmCommand = /\bhelm ((?:history|status|get|list|uninstall)\b[^,;:()]*)/g
const ownCommand =
  /\bk8sdeploy (up|status|diagnose|rollback|down|logs|open|secret)\b((?: (?!or\b|and\b|then\b)(?:'[^']*'|[-\w./=<>:@])+)*)/g

const quoted = (word: string): string =>
  /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

const flag = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${name} ${quoted(value)}`

const forKubectl = (command: string, { namespace, context, kubeconfig }: Place): string => {
  const has = (pattern: RegExp) => pattern.test(command)
  const needsNamespace = !has(clusterWide) && !has(/(^| )(-n|--namespace)[ =]/)
  return [
    'kubectl',
    has(/--kubeconfig/) ? '' : flag('--kubeconfig', kubeconfig),
    has(/--context/) ? '' : flag('--context', context),
    needsNamespace ? flag('-n', namespace) : '',
    ` ${command}`,
  ].join('')
}

const forHelm = (command: string, { context, kubeconfig }: Place): string =>
  ['helm', flag('--kubeconfig', kubeconfig), flag('--kube-context', context), ` ${command}`].join('')

const forOurs = (verb: string, rest: string, place: Place): string => {
  const add = (name: string, value: string | undefined) =>
    new RegExp(`(^| )${name}( |=|$)`).test(rest) ? '' : flag(name, value)
  return [
    `k8sdeploy ${verb}${rest}`,
    add('--cwd', place.cwd),
    add('--env', place.env),
    place.sandbox || place.env !== undefined ? '' : add('--context', place.context),
    place.sandbox ? '' : add('--kubeconfig', place.kubeconfig),
    place.isNamed ? add('-n', place.namespace) : '',
    place.sandbox && !rest.includes('--sandbox') ? ' --sandbox' : '',
  ].join('')
}

/** Every command in a text, so that it works as it stands: in this namespace, on this cluster, for this environment. */
export const completeCommands = (text: string, place: Place): string =>
  text
    .replace(kubectlCommand, (_, command: string) => forKubectl(command, place))
    .replace(helmCommand, (_, command: string) => forHelm(command, place))
    .replace(ownCommand, (_, verb: string, rest: string) => forOurs(verb, rest, place))
