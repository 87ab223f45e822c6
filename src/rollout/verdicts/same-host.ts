/** Of a StatefulSet's pods, and of a pooler before a server, the rest of the name is that of the server. */
const variants = (host: string): string[] => [
  host,
  host.replace(/^[\w-]+-\d+\.(?=\w)/, ''),
  host.replace(/^([\w-]+)-pooler(?=\.)/, '$1'),
]

const isWithin = (host: string, other: string): boolean => host === other || host.startsWith(`${other}.`)

/** Two names of one host: a cluster's names are told with their domain and without. */
export const isSameHost = (one: string, other: string): boolean =>
  variants(one).some((a) => variants(other).some((b) => isWithin(a, b) || isWithin(b, a)))
