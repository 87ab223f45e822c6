// What every npm script needs first: installed packages and a build. Does nothing, quickly, when both are current.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Newest change below a path, 0 when there is none. */
function changed(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(join(root, path)).map((name) => changed(join(path, name))))
}

/** Quiet on success; the whole story on failure. */
function npm(...args) {
  try {
    execFileSync('npm', args, { cwd: root, stdio: 'pipe', encoding: 'utf8' })
  } catch (error) {
    process.stderr.write(`npm ${args.join(' ')} failed\n${error.stdout}${error.stderr}`)
    process.exit(error.status ?? 1)
  }
}

// npm writes this file at the end of each installation
if (changed('package-lock.json') > changed('node_modules/.package-lock.json')) {
  npm('ci', '--no-audit', '--no-fund')
}
const sources = ['src', 'package.json', 'package-lock.json'].map(changed)
if (Math.max(...sources) > changed('dist/server.js')) npm('run', 'build')
