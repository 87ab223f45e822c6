import type { Resolved } from '../config/resolve-answers.ts'
import { buildOf, startOf } from '../dockerfile/image-commands.ts'
import { readDockerfile } from '../dockerfile/read-dockerfile.ts'
import { renderDockerfile } from '../dockerfile/render-dockerfile.ts'
import type { FoundComponent } from '../project/component.ts'
import type { Finding } from '../project/finding.ts'
import { generatedStack } from './init-images.ts'
import type { Look } from './init-look.ts'

type Seen = FoundComponent | undefined

/** What somebody answered, what the image runs, or how the source says that it is started. */
export function startCommand(
  answered: Resolved | undefined,
  seen: Seen,
  look: Look,
): Finding<string[]> | null {
  const own = answered?.isOwn ? answered.value : undefined
  if (Array.isArray(own)) return { value: own, source: 'your answer', confidence: 'certain', conflicts: [] }
  return seen?.runs ?? asGenerated(startOf, seen, look) ?? seen?.start ?? null
}

export const buildCommand = (seen: Seen, look: Look): Finding<string> | null =>
  seen?.build ?? asGenerated(buildOf, seen, look) ?? null

/** As the Dockerfile has it that init writes. */
function asGenerated<T>(
  find: (file: ReturnType<typeof readDockerfile>) => { value: T } | undefined,
  seen: Seen,
  look: Look,
): Finding<T> | undefined {
  const stack = seen && generatedStack(look, seen.dir)
  const found = stack && find(readDockerfile('Dockerfile', renderDockerfile(stack)))
  return found && { value: found.value, source: 'the generated image', confidence: 'certain', conflicts: [] }
}
