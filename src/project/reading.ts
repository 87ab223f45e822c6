/** A place where an environment variable is read. */
export type Reading = {
  path: string
  line: number
  name: string
  fallback?: string
  isRequired: boolean
  /** The value has to be a list in JSON. */
  isList?: boolean
  /** The server does not start without it, whatever an example leaves empty. */
  isChecked?: boolean
  /** It has to be an address with a host: a path is none. */
  isWhole?: boolean
  /** What stands in for it is nothing: that is no way to do without it. */
  isEmptyHanded?: boolean
  /** What stands in for it is made up anew each time. */
  isRandom?: boolean
  /** Read once, when the image is built. */
  isStatic?: boolean
}

const nothing = new Set(['None', 'null', 'nil', 'undefined', 'False', 'false', ''])

/** What stands in for a variable, when it is more than nothing. */
export const fallbackOf = (text: string | undefined) => {
  const plain = text?.trim()
  return plain === undefined || nothing.has(plain) ? undefined : plain
}

export const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length
