type Env = Readonly<Record<string, string | undefined>>

const allowed = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TERM',
  'SSH_AUTH_SOCK',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PATHEXT',
  'COMSPEC',
  'HELM_CACHE_HOME',
  'HELM_CONFIG_HOME',
  'HELM_DATA_HOME',
  'MINIKUBE_HOME',
  'KIND_EXPERIMENTAL_PROVIDER',
  'BUILDKIT_PROGRESS',
  'BUILDX_BUILDER',
  'BUILDX_CONFIG',
  'CONTAINER_HOST',
  'CONTAINERD_ADDRESS',
  'CONTAINERD_NAMESPACE',
])
// what login programs of a kubeconfig look for: names of profiles and files, not keys
const loginVariables = [
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'CLOUDSDK_CONFIG',
  'CLOUDSDK_ACTIVE_CONFIG_NAME',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'AZURE_CONFIG_DIR',
]
for (const name of loginVariables) allowed.add(name)
const allowedPrefixes = ['LC_', 'XDG_', 'DOCKER_']
/** `DOCKER_AUTH_CONFIG` holds registry passwords in some CI systems. */
const never = new Set(['DOCKER_AUTH_CONFIG', 'DOCKER_PASSWORD'])

/** What a child process gets to know: enough to work, and nothing that could be one of the user's secrets. */
export function childEnv(env: Env, extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && isAllowed(name))
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...extra }
}

const isAllowed = (name: string) =>
  !never.has(name) && (allowed.has(name) || allowedPrefixes.some((prefix) => name.startsWith(prefix)))
