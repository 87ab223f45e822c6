import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The chart's templates as shipped, by path: beside `dist` in the package, beside `src` in the checkout. */
export async function loadTemplates(from = import.meta.url): Promise<Record<string, string>> {
  const root = join(packageRoot(dirname(fileURLToPath(from))), 'templates')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    paths.map(
      async (path) =>
        [path.slice(root.length + 1).replaceAll('\\', '/'), await readFile(path, 'utf8')] as const,
    ),
  )
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function packageRoot(dir: string): string {
  if (existsSync(join(dir, 'package.json')) && existsSync(join(dir, 'templates'))) return dir
  const parent = dirname(dir)
  if (parent === dir) throw new Error('the templates of k8sdeploy are missing from its package')
  return packageRoot(parent)
}
