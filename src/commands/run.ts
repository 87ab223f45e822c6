import type { World } from '../ports.ts'

/** Gives a command its world and turns what it returns or throws into the exit code. */
export type RunCommand = (work: (world: World) => Promise<number | void>) => Promise<void>
