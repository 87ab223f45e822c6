const known: [RegExp, string][] = [
  [/no match for platform|no matching manifest/i, 'no image for this node’s platform'],
  [/toomanyrequests|too many requests|\b429\b/i, 'the registry limits pulls (429)'],
  [/repository does not exist/i, 'not there, or private'],
  [/denied|unauthorized|authorization failed|no basic auth|\b40[13]\b/i, 'access denied'],
  [/no such host/i, 'no such registry host'],
  [/not found|manifest unknown|name unknown/i, 'not found'],
  [/connection refused/i, 'the registry refuses connections'],
  [/x509|certificate/i, 'the registry’s certificate is not trusted'],
  [/\b50[0234]\b/, 'the registry is in trouble (5xx)'],
  [/HTTP response to HTTPS client/i, 'the registry has no TLS, and the node expects it'],
  [/timeout|deadline exceeded|timed out/i, 'the registry does not answer in time'],
]

/** A registry's answer in a few words; the whole message stays in the evidence. */
export const summarizePullError = (message: string): string => {
  const found = known.find(([pattern]) => pattern.test(message))
  if (found) return found[1]
  return message.replace(/^Back-off pulling image "[^"]*"(: )?/, '').slice(0, 160) || 'retrying'
}
