import { findRouteGroup } from './find-route-group.ts'
import { type Folder, isSource, type Line } from './project-files.ts'
import { nameOf } from './read-manifest.ts'

const router =
  /\bAPIRouter\(|\bRouter\(\)|\bBlueprint\(|@(?:Rest)?Controller\b|@RequestMapping\(|\bRouter\(\s*path\s*=|\(Controller\):/
const ownPrefix =
  /(?:APIRouter\((?:[^()]|\([^()]*\))*\bprefix|Blueprint\((?:[^()]|\([^()]*\))*\burl_prefix|\bRouter\(\s*path|\(Controller\):\s*(?:"{3}[^"]*"{3}\s*)?path)\s*=\s*["']([^"']*)["']|^@RequestMapping\(\s*(?:value\s*=\s*|path\s*=\s*)?"([^"]*)"/m

/**
 * What stands before the routes of a file: nothing where it holds the app itself. Undefined when the file's routes are
 * hung in somewhere that its text, and that of the others, doesn't tell.
 */
export function findPrefix(line: Line, { texts }: Folder): string | undefined {
  const { path } = line
  const text = texts.get(path) ?? ''
  if (!router.test(text)) return below(path, findRouteGroup(line, text))
  const found = ownPrefix.exec(text)
  const own = (found?.[1] ?? found?.[2] ?? '').replace(/\/$/, '')
  if (/\.(java|kt)$/.test(path)) return own
  const mounted = /\blitestar\b/.test(text) ? ofLitestar(text, texts) : mountOf(path, texts)
  return mounted === undefined ? undefined : `${mounted}${own}`
}

/** Laravel puts what `routes/api.php` says below `/api`. */
const below = (path: string, prefix: string | undefined) =>
  prefix !== undefined && /(^|\/)routes\/api\.php$/.test(path) ? `/api${prefix}` : prefix

/** Its app names what it is made of; what hangs in something else is not told here. */
function ofLitestar(text: string, texts: Folder['texts']): string | undefined {
  const names = [...text.matchAll(/^(\w+)\s*=\s*Router\(|^class\s+(\w+)\(Controller\):/gm)].map(
    (it) => it[1] ?? it[2]!,
  )
  const handed = [...texts.values()].map((one) => handlers.exec(one)?.[1] ?? '')
  const isHanded = handed.some((list) => names.some((name) => new RegExp(`\\b${name}\\b`).test(list)))
  return isHanded ? '' : undefined
}

const handlers = /\bLitestar\([^)]*?\broute_handlers\s*=\s*\[([^\]]*)/

/** `include_router(health.router, prefix="/api")`, `app.use('/api', healthRoutes)`. */
function mountOf(path: string, texts: Folder['texts']): string | undefined {
  const name = nameOf(path)
    .replace(/\.\w+$/, '')
    .replace(/[.-](routes?|router|controller)$/i, '')
  const lines = [...texts]
    .filter(([other]) => isSource(other))
    .flatMap(([, text]) => text.split('\n'))
    .filter((line) => /include_router\(|register_blueprint\(|\b(app|server|router|api)\.use\(/i.test(line))
  const own = lines.filter((line) =>
    new RegExp(`\\b${name}`, 'i').test(line.replace(/["'`][^"'`]*["'`]/g, '')),
  )
  if (own.length !== 1) return undefined
  const [line = ''] = own
  if (/\.use\(/.test(line)) return /\.use\(\s*["'`]([^"'`]*)["'`]/.exec(line)?.[1]?.replace(/\/$/, '') ?? ''
  if (!/prefix\s*=/.test(line)) return ''
  return /prefix\s*=\s*["']([^"']*)["']/.exec(line)?.[1]?.replace(/\/$/, '')
}
