import { readCommand } from '../dockerfile/read-dockerfile.ts'

const portOption = /\s(?:--port|-p|--bind|-b)[ =]["']?\S*\$\{?PORT\b[^\s]*/g

/** A start line as words: the port that a platform hands over is the container's own. */
export const plainStart = (text: string): string[] | undefined =>
  readCommand(text.split('&&').at(-1)!.replace(portOption, '').trim())
