import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Import = { path: string; kind: string; external?: boolean }
type Output = {
  bytes: number
  entryPoint?: string
  imports: Import[]
  inputs: Record<string, { bytesInOutput: number }>
}

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'k8sdeploy-start-up-'))
let outputs: Record<string, Output> = {}

/** The first half of the build as package.json has it, into a folder of our own, with esbuild's account of what went where. */
beforeAll(() => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { build: string }
  }
  const metafile = join(folder, 'meta.json')
  const split = scripts.build.split(' && ').find((step) => step.includes('--splitting')) ?? ''
  const build = split.replace('--outdir=dist', `--outdir=${folder}`)
  execFileSync('sh', ['-c', `${build} --metafile=${metafile}`], {
    cwd: root,
    stdio: 'pipe',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}` },
  })
  outputs = (JSON.parse(readFileSync(metafile, 'utf8')) as { outputs: Record<string, Output> }).outputs
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const chunkOf = (source: string): string => {
  const found = Object.keys(outputs).find((name) => outputs[name]!.entryPoint === source)
  if (found === undefined) throw new Error(`no chunk starts with ${source}`)
  return found
}

/** What Node reads before the first line of these files runs. */
function closureOf(sources: readonly string[]): Output[] {
  const seen = new Set<string>()
  const enter = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const { path, kind, external } of outputs[name]!.imports)
      if (kind === 'import-statement' && !external) enter(path)
  }
  for (const source of sources) enter(chunkOf(source))
  return [...seen].map((name) => outputs[name]!)
}

const packagesOf = (chunks: Output[]): string[] => {
  const inputs = chunks.flatMap((chunk) => Object.keys(chunk.inputs))
  const names = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])
  return [...new Set(names)].sort()
}

const kibOf = (chunks: Output[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0) / 1024

const parser = ['src/main.ts', 'src/program.ts']
const cluster = [
  'src/world.ts',
  'src/host/files.ts',
  'src/host/providers/providers.ts',
  'src/cluster/context.ts',
  'src/cluster/connect.ts',
  'src/cluster/releases.ts',
]

describe('what a command has to read', () => {
  it.each([
    { command: '--version', sources: ['src/main.ts'], packages: [], kib: 8 },
    { command: '--help', sources: parser, packages: ['commander'], kib: 80 },
    {
      command: 'status, until its questions have left',
      sources: [...parser, ...cluster, 'src/workflows/status.ts'],
      packages: ['chalk', 'commander', 'ignore', 'js-yaml', 'zod'],
      kib: 345,
    },
  ])('$command: $packages, less than $kib KiB', ({ sources, packages, kib }) => {
    const chunks = closureOf(sources)
    expect(packagesOf(chunks)).toEqual(packages)
    expect(kibOf(chunks)).toBeLessThan(kib)
  })

  it('of zod, no command but `schema` and `init` reads more than the small half', () => {
    const inputs = closureOf([...parser, ...cluster, 'src/workflows/up.ts']).flatMap((chunk) =>
      Object.entries(chunk.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    )
    expect(inputs.filter((path) => /zod\/v4\/(classic|locales)/.test(path))).toEqual([])
  })
})

describe('a reader who leaves early', () => {
  it.each(['--help', 'init --help', 'schema'])('%s into a closed pipe ends well and silently', (words) => {
    const command = `"${process.execPath}" bin/k8sdeploy.js ${words} | true; exit \${PIPESTATUS[0]}`
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  it.each(['--version', '--help', 'schema', 'completion bash'])('%s ends with 74 and says why', (words) => {
    const command = `exec "${process.execPath}" bin/k8sdeploy.js ${words} > /dev/full`
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({
      status: 74,
      stderr: expect.stringMatching(/could not be written to stdout: .*no space left[\s\S]*exit code 0/i),
    })
  })

  it('does not hide that a command failed', () => {
    const command = `exec "${process.execPath}" bin/k8sdeploy.js status -C / -o json > /dev/full`
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toContain('could not be written to stdout')
  })
})
