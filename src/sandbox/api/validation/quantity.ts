const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** `250m`, `1Gi`, `1e3` as a number; NaN when it is none. */
export function quantityOf(value: unknown): number {
  const match = /^([+-]?[0-9.]+)([eE][+-]?\d+|[numkKMGTPE]i?|)$/.exec(String(value))
  if (match === null) return Number.NaN
  const [, digits = '', suffix = ''] = match
  return /^[eE]/.test(suffix) && suffix.length > 1
    ? Number(`${digits}${suffix}`)
    : Number(digits) * (factors[suffix] ?? Number.NaN)
}
