import type { Config } from '../config/config.ts'
import type { Secrets } from '../ports.ts'
import type { ComponentRole } from '../report.ts'
import type { KubeObject } from '../rollout/kube.ts'

export type ComponentChecksums = Partial<Record<ComponentRole, string>>

/** A secret that changes restarts those who read it, and nobody else. */
export function componentChecksums(
  config: Config,
  secret: KubeObject | undefined,
  secrets: Pick<Secrets, 'checksumOf'>,
): ComponentChecksums {
  const of = (role: ComponentRole) => {
    const names = config[role].secrets.map(({ name }) => name)
    const checksum = secret && names.length > 0 ? secrets.checksumOf(secret, names) : undefined
    return checksum === undefined ? {} : { [role]: checksum }
  }
  return { ...of('frontend'), ...of('backend') }
}
