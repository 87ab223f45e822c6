import type { Engine, ImageBuild } from '../ports.ts'

/** The command line of a build: pure. Build arguments are never secrets, so they may stand in argv. */
export function buildArgs(engine: Engine, build: ImageBuild, ref: string): string[] {
  const builder =
    engine.builder === 'buildkit' && engine.name === 'docker' ? ['buildx', 'build', '--load'] : ['build']
  return [
    ...builder,
    ...(engine.builder === 'buildkit' ? ['--progress', 'plain'] : []),
    '--file',
    build.dockerfile,
    '--tag',
    ref,
    ...Object.entries(build.args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(build.target ? ['--target', build.target] : []),
    ...(build.platform ? ['--platform', build.platform] : []),
    '--',
    build.context,
  ]
}

/** Attestations make an image a list of manifests, which `ctr import` of one platform then misses. */
export const buildEnv = (engine: Engine): Record<string, string> =>
  engine.builder === 'buildkit' ? { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' } : { DOCKER_BUILDKIT: '0' }
