import type { V1Container, V1Deployment, V1PodSpec, V1Volume } from '@kubernetes/client-node'

type Kind = 'ConfigMap' | 'Secret'

/** One place where a pod takes a ConfigMap or a Secret from: `envFrom`, `env PORT`, `volume certificates`. */
export type Reference = { kind: Kind; name: string; place: string }

export const referencesOf = (spec: V1PodSpec | undefined): Reference[] => [
  ...[...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(inContainer),
  ...(spec?.volumes ?? []).flatMap(inVolume),
]

/** The places where the Deployment's pods take this one from. */
export const referencesTo = (deployment: V1Deployment | undefined, kind: Kind, name: string): string[] =>
  referencesOf(deployment?.spec?.template.spec)
    .filter((one) => one.kind === kind && one.name === name)
    .map(({ place }) => place)

const inContainer = (container: V1Container): Reference[] => [
  ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) =>
    references('envFrom', configMapRef?.name, secretRef?.name),
  ),
  ...(container.env ?? []).flatMap(({ name, valueFrom }) =>
    references(`env ${name}`, valueFrom?.configMapKeyRef?.name, valueFrom?.secretKeyRef?.name),
  ),
]

const inVolume = ({ name, configMap, secret, projected }: V1Volume): Reference[] => [
  ...references(`volume ${name}`, configMap?.name, secret?.secretName),
  ...(projected?.sources ?? []).flatMap((source) =>
    references(`volume ${name}`, source.configMap?.name, source.secret?.name),
  ),
]

const references = (place: string, configMap?: string, secret?: string): Reference[] => [
  ...(configMap ? [{ kind: 'ConfigMap' as const, name: configMap, place }] : []),
  ...(secret ? [{ kind: 'Secret' as const, name: secret, place }] : []),
]
