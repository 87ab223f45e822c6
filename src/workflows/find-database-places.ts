const scheme = /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\//i

/** Where the PostgreSQL URLs among some values lead, as logs name it: the host, and `:port`. Nothing else of them is kept. */
export const findDatabasePlaces = (values: string[]): string[] =>
  values.flatMap((value) => {
    const text = value.trim().replace(scheme, 'http://')
    if (!scheme.test(value.trim()) || !URL.canParse(text)) return []
    const { hostname, port } = new URL(text)
    return [hostname, `:${port || 5432}`]
  })
