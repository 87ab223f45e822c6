import type { Stack } from '../../dockerfile/stack.ts'

/** How an image could be made of a folder, or why nobody can tell. */
export type StackFinding =
  | {
      stack: Stack
      /** The build context: the folder itself, or the workspace's root. */
      context: string
      /** What the recipe rests on, one line each: `Node 22 ← .nvmrc:1`. */
      because: string[]
    }
  | { reason: string; source: string; advice: string }
