/** Somebody on the network whom a log line names. */
export type Peer = { host: string; port?: number }

/** What stands where a name could, and is none. */
const noName =
  /^(node|after|at|connecting|error|failed|for|from|in|is|not|null|of|on|the|timed|timeout|to|undefined|unknown|waiting|was|when|while|with|line|pid|port|attempt|status|code|errno|exit|column)$|\.([cm]?[jt]sx?|py|go|rb|java|kt|rs|php|cs|exs?|scala)$/i

const name = String.raw`(?<host>[\w.-]{0,200}\w)`
const port = String.raw`(?<port>\d{1,5})`

/** In this order, because the first that finds a host in a place may also have its port. */
const forms: RegExp[] = [
  // https://auth:9000/x
  new RegExp(String.raw`\b[a-z][a-z\d+.-]{0,30}:\/\/(?:[^\s\/@"']{0,200}@)?${name}(?::${port})?`, 'gi'),
  // 10.0.0.7:5432, auth/10.0.0.7:9000, [::1]:5432
  new RegExp(String.raw`\b(?<host>(?:\d+\.){3}\d+):${port}\b`, 'g'),
  new RegExp(String.raw`(?<host>\b[a-z][\w.-]{0,200})\/(?:\d+\.){3}\d+:${port}\b`, 'gi'),
  new RegExp(String.raw`(?:\[|\s)(?<host>[\da-f:]{0,30}::[\da-f:]{0,30}?)\]?:${port}\b`, 'gi'),
  // host='auth', port=9000
  new RegExp(String.raw`\bhost ?= ?["'\x60]?${name}["'\x60]?,? ?port ?= ?${port}`, 'gi'),
  // "auth" port 9000; server at "10.0.0.7" (10.0.0.7), port 5432
  new RegExp(String.raw`["'\x60]${name}["'\x60](?: \([\d.:a-f]+\))?,? port ${port}`, 'gi'),
  // connect to auth port 9000; host 10.0.0.7 and port 5432
  new RegExp(String.raw`\b(?:to|host) ${name} (?:and )?port ${port}`, 'gi'),
  // ('10.0.0.7', 5432)
  new RegExp(String.raw`\(["']${name}["'], ${port}`, 'g'),
  // connection to auth:9000, ECONNREFUSED auth:9000, (auth:9000)
  new RegExp(
    String.raw`(?:\b(?:to|at|on|for|with|from|host|connect|dial|tcp|reach|E[A-Z]{5,}|CONNECT_TIMEOUT):? |\()["'\x60]?(?<host>[a-z][\w.-]{0,200}):${port}\b(?!:)`,
    'gi',
  ),
  // how resolvers name what they did not find
  new RegExp(String.raw`\b(?:ENOTFOUND|EAI_AGAIN|UnknownHostException:) "?${name}`, 'g'),
  new RegExp(String.raw`\blookup ${name}`, 'gi'),
  new RegExp(
    String.raw`(?:host name|resolve(?: host)?|bad address|for host|no such host|not (?:resolve|find) host:?):? ["'\x60]?${name}`,
    'gi',
  ),
  new RegExp(String.raw`\bgetaddrinfo for ${name} failed`, 'gi'),
  new RegExp(String.raw`^\s+hostname: ["']${name}["']`, 'g'),
  // whose certificate it is not
  new RegExp(String.raw`\bHost: ${name}\.? is not`, 'gi'),
  new RegExp(String.raw`\bvalid for [^"']{0,300}?\bnot ${name}`, 'gi'),
  new RegExp(String.raw`\bnot valid for ["']${name}["']`, 'gi'),
]

const askedAtPort = 53

const toPeer = ({ groups = {} }: RegExpMatchArray): Peer => ({
  host: groups['host']!.toLowerCase(),
  ...(groups['port'] && { port: Number(groups['port']) }),
})

/** Every peer that a line names, but not the resolver that was asked for one. */
export const peersIn = (line: string): Peer[] =>
  forms
    .flatMap((form) => [...line.matchAll(form)].map(toPeer))
    .filter((peer) => !noName.test(peer.host) && peer.port !== askedAtPort)

/** An address says nothing about whose it is. */
export const isNumeric = (host: string): boolean =>
  /^(localhost|(\d+\.){3}\d+|[\da-f:]*:[\da-f:]*)$/i.test(host)
