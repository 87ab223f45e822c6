import type { Dockerfile } from '../dockerfile/read-dockerfile.ts'
import { findLast } from '../dockerfile/read-dockerfile.ts'
import { at, linesOf, type ProjectFiles } from './project-files.ts'
import { type Manifest, nameOf } from './read-manifest.ts'

/** Ways to bring a database up to date, as scripts write them. */
const applies =
  /\b(alembic\b.*\bupgrade|flask\b.*\bdb upgrade|manage\.py migrate|litestar\b.*\bdatabase upgrade|aerich upgrade|piccolo migrations forwards?|prisma migrate deploy|drizzle-kit (?:migrate|push)|(?:knex|sequelize(?:-cli)?)\b.*\b(?:migrate:latest|db:migrate)|typeorm\b.*\bmigration:run|rails db:(?:migrate|prepare)|artisan migrate|ecto\.migrate|\.migrate\b|(?:goose|dbmate|migrate)\s.*\bup\b|(?:diesel|sqlx) (?:migration|migrate) run|(?:npm|pnpm|yarn|bun) (?:run )?\S*migrate\S*)/

/** Where the image itself does it before its server starts: there, or in the script that it is started with. */
export function findAppliedByImage(
  file: Dockerfile | undefined,
  { texts }: ProjectFiles,
  manifests: Manifest[],
): string | undefined {
  const started = ['ENTRYPOINT', 'CMD'].flatMap((name) => (file && findLast(file, name)) ?? [])
  const direct = started.find(({ rest }) => applies.test(rest) || startsWithThem(rest, manifests))
  if (direct) return `${file!.path}:${direct.line} ${direct.name}`
  const names = started.flatMap(({ rest }) => rest.match(/[\w./-]+/g) ?? []).map(nameOf)
  for (const [path, text] of texts) {
    if (!isScript.test(path) || !names.includes(nameOf(path))) continue
    const line = linesOf(path, text).find((one) => !/^\s*(#|echo\b)/.test(one.text) && applies.test(one.text))
    if (line) return at(line)
  }
  return undefined
}

const isScript = /\.sh$|(^|\/)bin\/[\w-]+$/

const runner = /\b(?:npm|pnpm|yarn|bun)\b[\s"',]+(?:run[\s"',]+)?(start[\w:-]*)/

/** The script that starts the server does so first. */
function startsWithThem(command: string, manifests: Manifest[]): boolean {
  const name = runner.exec(command)?.[1] ?? ''
  return manifests.some(({ scripts }) => applies.test(scripts[name]?.command ?? ''))
}
