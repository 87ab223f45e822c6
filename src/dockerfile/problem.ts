import type { Dockerfile, Instruction } from './read-dockerfile.ts'

/** Why an image may not be built, not serve, or not be allowed to run. `line` counts from 1. */
export type Problem = { id: string; line: number; message: string; advice: string; severity: 'warn' | 'info' }

/** What is known around a Dockerfile. */
export type Surroundings = {
  /** Every path of the build context, relative to it. */
  context: readonly string[]
  framework?: string
  /** Whether Next.js is configured for standalone output. */
  isStandalone?: boolean
}

export type Check = (file: Dockerfile, around: Surroundings) => Problem[]

export const problem = (
  id: string,
  { line }: Pick<Instruction, 'line'>,
  message: string,
  advice: string,
): Problem => ({
  id,
  line,
  message,
  advice,
  severity: 'warn',
})
