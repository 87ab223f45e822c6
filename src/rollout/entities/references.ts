import type { V1Deployment } from '@kubernetes/client-node'

/** Where a Deployment's pods take a ConfigMap or a Secret from. */
export const referencesTo = (
  deployment: V1Deployment | undefined,
  kind: 'ConfigMap' | 'Secret',
  name: string,
): string[] => {
  const spec = deployment?.spec?.template.spec
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  const isConfigMap = kind === 'ConfigMap'
  const fromEnv = containers.flatMap((one) =>
    (one.envFrom ?? []).some((from) => (isConfigMap ? from.configMapRef : from.secretRef)?.name === name)
      ? ['envFrom']
      : [],
  )
  const fromKeys = containers.flatMap((one) =>
    (one.env ?? [])
      .filter(
        (env) => (isConfigMap ? env.valueFrom?.configMapKeyRef : env.valueFrom?.secretKeyRef)?.name === name,
      )
      .map((env) => `env ${env.name}`),
  )
  const fromVolumes = (spec?.volumes ?? [])
    .filter((volume) => (isConfigMap ? volume.configMap?.name : volume.secret?.secretName) === name)
    .map((volume) => `volume ${volume.name}`)
  return [...fromEnv, ...fromKeys, ...fromVolumes]
}
