import { basename } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/**
 * What the login programs that kubeconfigs name read their keys from: a CI job has no profile, only variables.
 * Each gets its own cloud's and no other's.
 */
const prefixes = new Map<string, string[]>(
  Object.entries({
    aws: ['AWS_'],
    'aws-iam-authenticator': ['AWS_'],
    kubelogin: ['AAD_', 'AZURE_'],
    'gke-gcloud-auth-plugin': ['GOOGLE_', 'CLOUDSDK_'],
    doctl: ['DIGITALOCEAN_'],
    oci: ['OCI_'],
    'linode-cli': ['LINODE_'],
    civo: ['CIVO_'],
    scw: ['SCW_'],
  }),
)

/** The variables for the program that helm starts to log in; none when it starts none, or one that nobody knows. */
export function loginKeys(env: Env, program: string | undefined): Record<string, string> {
  const wanted = prefixes.get(basename(program ?? '').replace(/\.exe$/i, '')) ?? []
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && wanted.some((prefix) => entry[0].startsWith(prefix)),
    ),
  )
}
