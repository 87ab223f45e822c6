const hosts = [
  /tcp connect \(([\w.-]+(?::\d+)?)\)/,
  /(\/[\w./-]*\.s\.PGSQL\.\d+)/,
  /ECONNREFUSED (::1:\d+)/,
  /(?:could not translate host name|failed to resolve host|connection to server at|database server at|PostgreSQL server at) ["'`]([\w.-]+)/i,
  /(?:ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|dial tcp:?|UnknownHostException:) "?([\w.-]*[\w-](?::\d+)?)/i,
  /lookup ([\w.-]+)/i,
  /(?:hostname|host) ?[=:] ?["'`]?([\w.-]*[\w-](?::\d+)?)/i,
  /Connection to ([\w.-]+:\d+) refused/i,
  /Connect call failed \('([\d.:a-f]+)', \d+/i,
]

/** The host that a line blames. */
export const hostIn = (line: string): string | undefined => {
  const found = hosts.map((pattern) => pattern.exec(line)?.[1]).find((one) => one !== undefined)
  return found === 'lookup' ? /lookup ([\w.-]+)/i.exec(line)?.[1] : found
}
