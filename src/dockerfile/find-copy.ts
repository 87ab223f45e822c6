import { copySources, covers } from './copy-sources.ts'
import { baseName, type Dockerfile, type Instruction, stageName } from './read-dockerfile.ts'

/** The line that copies this path of the context into the image; a stage that only hands files on is not the image. */
export const findCopy = (
  file: Dockerfile,
  target: string | undefined,
  path: string,
): Instruction | undefined =>
  imageStages(file, target)
    .flat()
    .find((one) => copySources(one).some((source) => covers(source, path)))

/** The stage that becomes the image, and those that it is made from. */
function imageStages({ stages }: Dockerfile, target: string | undefined): Instruction[][] {
  const find = (name: string) =>
    stages.find((stage, index) => stageName(stage) === name.toLowerCase() || String(index) === name)
  const chain: Instruction[][] = []
  let stage = (target && find(target)) || stages.at(-1)
  while (stage && !chain.includes(stage)) {
    chain.push(stage)
    stage = find(baseName(stage[0]))
  }
  return chain
}
