/** What a process needs of this machine to run at all; everything else comes from its pod. */
const kept = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LD_LIBRARY_PATH',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
]

type Env = Record<string, string | undefined>

export const hostEnvironment = (env: Env): Record<string, string> => only(env, (name) => kept.includes(name))

/** The daemon outlives the command that starts it, and everybody's secrets are in the environment of that. */
export const daemonEnvironment = (env: Env): Record<string, string> =>
  only(env, (name) => kept.includes(name) || own.includes(name) || name.startsWith('K8SDEPLOY_SANDBOX_'))

/** Where its state is, and what its language understands. */
const own = ['XDG_STATE_HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'NODE_OPTIONS']

const only = (env: Env, isKept: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && isKept(entry[0]),
    ),
  )
