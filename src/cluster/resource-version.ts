const isNumber = (version: string) => /^\d+$/.test(version)

export const isOlder = (version: string, than: string): boolean =>
  isNumber(version) && isNumber(than) && BigInt(version) < BigInt(than)

/** Versions that are not numbers can only be told apart. */
export const isNewer = (version: string, than: string): boolean =>
  isNumber(version) && isNumber(than) ? isOlder(than, version) : version !== than
