import { directAddress } from './direct-address.ts'
import type { Prepared } from './prepare-release.ts'
import { ownSecret } from './release-secret.ts'
import type { UpRun } from './up-run.ts'

type Place = Pick<UpRun, 'cluster' | 'config' | 'namespace'>

/**
 * The new values under another name: pods that are there read the release's own Secret when they start again, so it
 * must not change before the values are known to be good, whatever becomes of this run meanwhile.
 */
export const stagedName = (release: string): string => `${release}-secrets-next`

export const stagedRef = (release: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  namespace,
  name: stagedName(release),
})

/** Migrations go past the pooler. */
export async function stageSecret(
  run: UpRun,
  { secrets, secret }: Prepared,
  isMigrating: boolean,
): Promise<void> {
  const { cluster, config, namespace, world, story } = run
  const direct = isMigrating ? directAddress(config, secrets) : undefined
  if (direct) story.note(`migrations connect to ${direct.host}: a pooler does not keep their locks`)
  const values = direct ? { ...secrets.values, [direct.key]: direct.value } : secrets.values
  const { data } = world.secrets.seal(values, secret.object)
  await cluster.apply(
    { ...ownSecret(stagedName(config.name), config.name, namespace), data },
    { signal: world.signal, force: true },
  )
}

/** Also after Ctrl-C, and what a killed run has left. Whatever went wrong before is what people have to read. */
export const removeStaged = ({ cluster, config, namespace }: Place): Promise<boolean> =>
  // nothing depends on it, and in the foreground it would stay until a busy garbage collector comes by
  cluster.remove(stagedRef(config.name, namespace), { propagation: 'Background' }).catch(() => false)
