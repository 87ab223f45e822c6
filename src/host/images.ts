import { resolve } from 'node:path'
import { DeployError } from '../errors.ts'
import type { Engine, ImageBuild, Images } from '../ports.ts'
import { buildArgs, buildEnv } from './build-command.ts'
import { contentTag, loadDockerfile } from './content-tag.ts'
import { type FoundEngine, findEngine } from './engine.ts'
import { findSecretFiles } from './find-secret-files.ts'
import { findStepLines } from './find-step-lines.ts'
import { readBuildFailure } from './read-build-failure.ts'
import { runTool } from './run-tool.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Images of one project, built with the engine of this machine. Folders are relative to `root`. */
export function createImages(env: Env, root: string): Images {
  let found: Promise<FoundEngine> | undefined
  const engine = (signal?: AbortSignal) => {
    found ??= findEngine(env, signal)
    return found
  }
  const needed = async (signal?: AbortSignal): Promise<Engine> => {
    const answer = await engine(signal)
    if (answer.engine) return answer.engine
    throw noEngine(answer.why)
  }

  return {
    engine,
    contentTag: (build) => contentTag(build, root),
    secretFiles: (build, values) => findSecretFiles(build, root, values),
    async has(ref, signal) {
      const answer = await engine(signal)
      if (!answer.engine) return false
      const args = ['image', 'inspect', '--format', '{{.Id}}', ref]
      return (await runTool({ file: answer.engine.name, env }, { args, signal })).exitCode === 0
    },
    async build(build, ref, onLine, signal) {
      const by = await needed(signal)
      const args = buildArgs(by, build, ref)
      const tell = (line: string) => {
        if (!isNotice(line)) onLine(line)
      }
      const result = await runTool(
        { file: by.name, env },
        { args, cwd: root, extraEnv: buildEnv(by), signal, onLine: tell },
      )
      if (result.exitCode !== 0) throw await buildFailed(build, root, [by.name, ...args], result.lines)
      await requirePlatform(build, ref, by, env, signal)
    },
  }
}

/** A Dockerfile may name another platform in FROM, and the classic builder takes a cached step of any. */
async function requirePlatform(
  { component, platform }: ImageBuild,
  ref: string,
  { name }: Engine,
  env: Env,
  signal?: AbortSignal,
): Promise<void> {
  const args = ['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', ref]
  const { exitCode, stdout } = await runTool({ file: name, env }, { args, signal })
  const is = stdout.trim()
  if (!platform || exitCode !== 0 || platform === is || platform.startsWith(`${is}/`)) return
  throw new DeployError(
    'BUILD_FAILED',
    `the image of ${component} was built for ${is}, and the nodes need ${platform}`,
    {
      hint: 'take --platform out of the FROM lines of the Dockerfile; docker’s classic builder needs the buildx plugin to build for another platform',
      next: [`${name} ${args.join(' ')}`, 'docker buildx version'],
    },
  )
}

/** docker's advice on its own builders, in front of every build. */
const isNotice = (line: string) =>
  /^(DEPRECATED: The legacy builder|\s+(BuildKit is currently disabled|Install the buildx component|environment-variable|https:\/\/docs\.docker\.com\/go\/buildx))/.test(
    line,
  )

async function buildFailed(
  { component, dockerfile }: ImageBuild,
  root: string,
  command: string[],
  output: string[],
): Promise<DeployError> {
  const { step, lines: said, hint } = readBuildFailure(output)
  const places = findStepLines(await loadDockerfile(resolve(root, dockerfile), dockerfile), step, output)
  const place = places.length > 0 ? ` (${dockerfile}:${places.join(' or ')})` : ''
  return new DeployError(
    'BUILD_FAILED',
    `the image of ${component} was not built${step ? `: ${shortened(step)} failed` : ''}${place}`,
    {
      hint,
      evidence: said,
      next: [command.map(quoted).join(' ')],
    },
  )
}

const longestStep = 100
const shortened = (step: string) => (step.length > longestStep ? `${step.slice(0, longestStep)}…` : step)

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

export const noEngine = (why: string): DeployError =>
  new DeployError('TOOL_MISSING', `no container engine answers: ${why}`, {
    hint: 'start Docker (or Podman), or try the sandbox, which needs none',
    next: ['docker version', 'k8sdeploy up --sandbox'],
  })
