import { isDatabasePart } from './find-database-parts.ts'
import { isDatabaseUrl } from './find-database-variable.ts'
import type { Variable } from './find-variables.ts'

type Ground = {
  /** The variable that holds the database's address. */
  database: string | undefined
  /** Given by compose, or by a platform's file. */
  named: ReadonlySet<string>
  /** Those that compose gives an address of PostgreSQL. */
  addresses: ReadonlySet<string>
  /** Of those, the ones that are given nothing. */
  open: ReadonlySet<string>
  /** Set in the image already, to what. */
  inImage: ReadonlyMap<string, string>
}

/** What is set elsewhere is needed here too, as far as it isn't said with the database's address already. */
export const settleVariables = (
  read: Variable[],
  { database, named, addresses, open, inImage }: Ground,
): Variable[] =>
  read.map((one) => {
    const it = addresses.has(one.name) ? { ...one, isSecret: true, example: undefined } : one
    if (it.name === database) return { ...it, isSecret: true, example: undefined }
    if (inImage.has(it.name) && !it.isSecret && it.phase === 'run')
      return { ...it, isOptional: true, isRequired: false, fallback: inImage.get(it.name) }
    if (open.has(it.name) || (isForTests(it.name) && !it.isRequired))
      return { ...it, isOptional: true, isRequired: false }
    const isSaid =
      database !== undefined && !it.isRequired && (isDatabasePart(it.name) || isOtherName(it, named))
    if (isSaid) return { ...it, isOptional: true, example: undefined }
    return { ...it, isOptional: it.isOptional && !named.has(it.name) }
  })

/** Another name for the database's address that only an example shows. */
const isOtherName = ({ name, source }: Variable, named: ReadonlySet<string>) =>
  isDatabaseUrl(name) && !named.has(name) && /(^|\/)\.env[^/]*:\d+$/.test(source)

/** `TEST_DATABASE_URL`: a database that only tests are given. */
const isForTests = (name: string) => /(^|_)TEST(ING)?_/.test(name) && /DATABASE|DB|POSTGRES|PG|SQL/.test(name)
