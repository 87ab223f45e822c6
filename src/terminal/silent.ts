import type { Reporter } from '../story.ts'

/** Says nothing: `--quiet`. */
export const silentReporter = (): Reporter => ({ report: () => {}, close: () => {} })
