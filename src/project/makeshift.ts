/** Whoever wrote such a value meant it to be replaced. */
export const isPlaceholder = (value: string) =>
  /\b(your|my)[-_ ]|change[-_ ]?(me|this)|replace[-_ ]?(me|this)|placeholder|<[^>]+>|^x{3,}|example\.(com|org|net)|\.\.\.$|[([{]your/i.test(
    value,
  )

const signs = /SECRET|JWT|SIGNING|ENCRYPT|COOKIE_KEY|SESSION_KEY/
const usual = /^(dev|test|secret|insecure|unsafe|default|dummy|django-insecure)\b/i

/** A secret that the source itself gives away: whoever has read it could sign with it. */
export const isKnownToAll = (name: string, fallback: string | undefined) =>
  fallback !== undefined &&
  fallback !== '' &&
  (signs.test(name) || usual.test(fallback) || isPlaceholder(fallback))

/** Every replica would have its own, and a new one with each start. */
export const isRandom = (text: string) =>
  /\brandom\.(?:choices?|randbytes|SystemRandom)|\bsecrets\.(?:token|choice)|\btoken_(?:hex|urlsafe|bytes)\(|\burandom\(|\buuid4\(|\brandomBytes\(|\brandomUUID\(|\bgetRandomValues\(|get_random_secret_key\(|SecureRandom/.test(
    text,
  )
