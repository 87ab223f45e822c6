const lists = { contexts: 'context', clusters: 'cluster', users: 'user' } as const

/** Why a mapping is no kubeconfig, or nothing: what is read from it later has to be there in this form. */
export function kubeconfigFault(file: Record<string, unknown>): string | undefined {
  const current = file['current-context']
  if (!isAbsent(current) && typeof current !== 'string') return 'its current-context is no text'
  return Object.entries(lists)
    .map(([list, entry]) => listFault(file[list], list, entry))
    .find((fault) => fault !== undefined)
}

function listFault(value: unknown, list: string, entry: string): string | undefined {
  if (isAbsent(value)) return undefined
  if (!Array.isArray(value)) return `its ${list} are not a list`
  for (const one of value) {
    if (!isMapping(one) || typeof one['name'] !== 'string') return `one of its ${list} has no name`
    if (!isAbsent(one[entry]) && !isMapping(one[entry]))
      return `the ${entry} "${one['name']}" is not a group of keys`
    const odd = textFields.find((field) => isOdd((one[entry] as Record<string, unknown> | null)?.[field]))
    if (odd) return `${odd} of the ${entry} "${one['name']}" is no text`
  }
  return undefined
}

const textFields = [
  'cluster',
  'user',
  'namespace',
  'certificate-authority',
  'certificate-authority-data',
  'client-certificate',
  'client-certificate-data',
  'client-key',
  'client-key-data',
  'token',
  'tokenFile',
  'username',
  'password',
  'tls-server-name',
  'proxy-url',
]

const isOdd = (value: unknown) => !isAbsent(value) && typeof value !== 'string'
const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined
const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
