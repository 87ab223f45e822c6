import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { facts } from '../facts.ts'

export type Builder = 'classic' | 'buildkit'

/** The leaves of the image after `COPY . /context/`, empty folders with a slash; null when the builder refuses. */
export function askBuilder(builder: Builder, root: string, tag: string): string[] | null {
  const env = { ...process.env, ...settings[builder] }
  const built = spawnSync('docker', ['build', '--no-cache', '--quiet', '--tag', tag, root], {
    env,
    encoding: 'utf8',
  })
  if (built.status === 0) return leavesOf(contentOf(tag, `${root}.tar`))
  if (
    !/invalid|illegal|syntax error|error parsing|failed to compute cache key|context canceled/i.test(
      built.stderr,
    )
  )
    throw new Error(`${builder}: ${built.stderr}`)
  return null
}

const settings: Record<Builder, Record<string, string>> = {
  classic: { DOCKER_BUILDKIT: '0' },
  buildkit: { DOCKER_BUILDKIT: '1', DOCKER_CONFIG: facts.buildkitConfig },
}

function contentOf(tag: string, archive: string): string[] {
  const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' })
  const id = docker('create', tag).trim()
  try {
    docker('export', '--output', archive, id)
    const listed = execFileSync('tar', ['--quoting-style=literal', '-tf', archive], { encoding: 'utf8' })
    return listed.split('\n').flatMap((path) => /^context\/(.+)$/.exec(path)?.[1] ?? [])
  } finally {
    docker('rm', id)
    docker('rmi', tag)
    rmSync(archive, { force: true })
  }
}

const leavesOf = (paths: string[]): string[] =>
  paths
    .filter((path) => !path.endsWith('/') || !paths.some((other) => other !== path && other.startsWith(path)))
    .sort()
