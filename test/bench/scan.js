import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, time } from './alternate.js'
import { cli, node, withoutExtraAuthorities } from './paths.js'

const preload = join(import.meta.dirname, 'note-usage.js')
const files = 50_000
const perFolder = 50
/** What no scan should enter: as many files again. */
const closed = ['node_modules', '.git', 'data']

/** What `init` adds for looking at a large tree, against a small project with the same components. */
export async function scan({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-scan-'))
  try {
    const small = project(join(folder, 'small'), 0)
    const large = project(join(folder, 'large'), files)
    const options = withoutExtraAuthorities()
    const plan = (cwd) => ['init', '--dry-run', '-o', 'json', '--cwd', cwd]
    const [base, value] = await alternate(
      [small, large].map((cwd) => [node, [cli, ...plan(cwd)], options]),
      rounds,
    )
    const [baseMemory, memory] = await peaks(folder, [small, large].map(plan), options)
    const name = `init --dry-run of ${files.toLocaleString('en')} files`
    return [
      { name, value, unit: 'ms', against: 'of 6 files', base },
      { name: `${name}, peak memory`, value: memory, unit: 'MiB', against: 'of 6 files', base: baseMemory },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function peaks(folder, plans, options) {
  const found = []
  for (const [index, words] of plans.entries()) {
    const file = join(folder, `usage-${index}.json`)
    const env = { ...options.env, BENCH_USAGE_FILE: file }
    await time([node, ['--import', preload, cli, ...words], { ...options, env }])
    found.push(JSON.parse(readFileSync(file, 'utf8')).maxRSS / 1024)
  }
  return found
}

function project(root, count) {
  const write = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write(
    'web/package.json',
    '{"scripts": {"build": "vite build"}, "dependencies": {"vite": "7", "react": "19"}}',
  )
  write('web/index.html', '<div id="root"></div>\n')
  write(
    'api/package.json',
    '{"scripts": {"start": "node server.js"}, "dependencies": {"express": "5", "pg": "8"}}',
  )
  write(
    'api/server.js',
    'app.listen(process.env.PORT ?? 8000)\nnew Pool({ connectionString: process.env.DATABASE_URL })\n',
  )
  write('.gitignore', 'data/\n')
  write('README.md', '# A project\n')
  if (count === 0) return root
  fill(join(root, 'web/src'), count, 'export const one = () => fetch("/api/things")\n')
  for (const name of closed) fill(join(root, name), count / closed.length, 'module.exports = 1\n')
  symlinkSync(root, join(root, 'web/loop'))
  return root
}

function fill(root, count, text) {
  for (let index = 0; index < count; index += perFolder) {
    const folder = join(root, `part-${index % 97}`, `${index}`)
    mkdirSync(folder, { recursive: true })
    for (let file = 0; file < perFolder; file++) writeFileSync(join(folder, `file-${file}.ts`), text)
  }
}
