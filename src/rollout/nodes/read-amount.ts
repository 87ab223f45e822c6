const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
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

/** How much of each resource, by its name: cores, bytes, or a number of things. */
export type Amounts = Readonly<Record<string, number>>

/** A Kubernetes quantity as a number of cores or bytes; 0 for what is none. */
export const readAmount = (text: string | number | undefined): number => {
  const match = /^([\d.]+(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(text ?? ''))
  return match ? Number(match[1]) * (factors[match[2] ?? ''] ?? 1) : 0
}

export const readAmounts = (quantities: Record<string, string> | undefined): Amounts =>
  Object.fromEntries(Object.entries(quantities ?? {}).map(([name, text]) => [name, readAmount(text)]))

const combine = (all: Amounts[], by: (a: number, b: number) => number): Amounts => {
  const result: Record<string, number> = {}
  for (const amounts of all)
    for (const [name, value] of Object.entries(amounts)) result[name] = by(result[name] ?? 0, value)
  return result
}

export const sumAmounts = (all: Amounts[]): Amounts => combine(all, (a, b) => a + b)
export const largestAmounts = (all: Amounts[]): Amounts => combine(all, Math.max)

const round = (value: number): string => String(Math.round(value * 10) / 10)

/** `1.5` cores, `300m`. */
const viewCpu = (cores: number): string =>
  cores >= 1 || cores <= 0 ? round(Math.max(cores, 0)) : `${Math.round(cores * 1000)}m`

/** `64Mi`, `23.5Gi`. */
const viewBytes = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${round(bytes / 2 ** 30)}Gi` : `${Math.ceil(Math.max(bytes, 0) / 2 ** 20)}Mi`

export const viewAmount = (name: string, value: number): string => {
  if (name === 'cpu') return viewCpu(value)
  return /memory|storage|^hugepages-/.test(name) ? viewBytes(value) : round(Math.max(value, 0))
}
