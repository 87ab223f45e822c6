import { readDatabaseUrl } from '../config/read-database-url.ts'

/** Where the PostgreSQL URLs among some values lead, as logs name it: the host, and `:port`. Nothing else of them is kept. */
export const findDatabasePlaces = (values: string[]): string[] =>
  values.flatMap((value) => {
    const read = readDatabaseUrl(value)
    return 'address' in read ? [read.address.host, `:${read.address.port}`] : []
  })
