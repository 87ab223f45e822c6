/** Where a Service's port is really served on this machine; undefined when no such Service or port exists. */
export type FindAddress = (
  service: string,
  namespace: string,
  port: number,
) => Promise<{ host: string; port: number } | undefined>

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const host = `(${label})(?:\\.(${label})(?:\\.svc(?:\\.cluster\\.local)?\\.?)?)?`
const urlPattern = new RegExp(
  `\\b([a-z][a-z0-9+.-]*)://([^\\s/@,;]*@)?${host}(?::(\\d+))?(?=[/?#\\s,;]|$)`,
  'g',
)
const addressPattern = new RegExp(`^${host}:(\\d+)$`)
const defaultPorts: Record<string, number> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
}

/** Values that name an in-cluster Service are pointed at its local proxy; everything else stays as it is. */
export async function pointAtServices(
  env: Record<string, string>,
  namespace: string,
  find: FindAddress,
): Promise<Record<string, string>> {
  const entries = await Promise.all(
    Object.entries(env).map(
      async ([name, value]) => [name, await pointValue(value, namespace, find)] as const,
    ),
  )
  return Object.fromEntries(entries)
}

async function pointValue(value: string, namespace: string, find: FindAddress): Promise<string> {
  const bare = addressPattern.exec(value)
  if (bare) {
    const address = await find(bare[1] ?? '', bare[2] ?? namespace, Number(bare[3]))
    return address ? `${address.host}:${address.port}` : value
  }
  let pointed = value
  for (const [whole, scheme = '', login = '', service = '', inNamespace, port] of value.matchAll(
    urlPattern,
  )) {
    const number = Number(port ?? defaultPorts[scheme] ?? 80)
    const address = await find(service, inNamespace ?? namespace, number)
    if (address) pointed = pointed.replace(whole, `${scheme}://${login}${address.host}:${address.port}`)
  }
  return pointed
}
