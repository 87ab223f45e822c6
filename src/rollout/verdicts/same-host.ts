/** A pod of a StatefulSet goes by a name before that of its Service; outside a cluster such names are of different hosts. */
const ofStatefulSet = /^[\w-]+-\d+\.(?=[\w-]+$|.*\.(svc|local)\b)/

/** Of such a pod, and of a pooler before a server, the rest of the name is that of the server. */
const servers = (host: string): string[] => [
  host,
  host.replace(ofStatefulSet, ''),
  host.replace(/^([\w-]+)-pooler(?=\.)/, '$1'),
]

const isWithin = (host: string, other: string): boolean => host === other || host.startsWith(`${other}.`)

const isServedBy = (host: string, other: string): boolean =>
  servers(host).some((server) => isWithin(server, other) || isWithin(other, server))

/** Two names of one host: a cluster's names are told with their domain and without. */
export const isSameHost = (one: string, other: string): boolean =>
  isServedBy(one, other) || isServedBy(other, one)
