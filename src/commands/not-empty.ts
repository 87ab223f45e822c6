import { InvalidArgumentError } from 'commander'

/** An unset variable in a script must not mean the folder, the context or the namespace that happens to be the usual one. */
export function notEmpty(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('is a variable of the script not set? name it, or leave the flag out')
}
