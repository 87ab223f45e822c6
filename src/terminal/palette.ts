import { Chalk } from 'chalk'
import type { Palette } from '../ports.ts'

/** Colours for words, or none: the only file that knows chalk. */
export function palette(colour: boolean): Palette {
  const chalk = new Chalk({ level: colour ? 1 : 0 })
  return {
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
    accent: chalk.cyan,
  }
}

/** Colours without a meaning, to tell many things apart. */
export function tints(colour: boolean): ((text: string) => string)[] {
  if (!colour) return []
  const chalk = new Chalk({ level: 1 })
  return [
    chalk.cyan,
    chalk.magenta,
    chalk.blue,
    chalk.yellow,
    chalk.green,
    chalk.cyanBright,
    chalk.magentaBright,
  ]
}
