const factors: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/** A Kubernetes quantity as a number of cores or bytes; 0 for what is none. */
export const readAmount = (text: string | number | undefined): number => {
  const match = /^([\d.]+(?:[eE][+-]?\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(text ?? ''))
  return match ? Number(match[1]) * (factors[match[2] ?? ''] ?? 1) : 0
}

const round = (value: number): string => String(Math.round(value * 10) / 10)

/** `1.5` cores, `300m`. */
export const viewCpu = (cores: number): string =>
  cores >= 1 || cores === 0 ? round(cores) : `${Math.round(cores * 1000)}m`

/** `64Mi`, `23.5Gi`. */
export const viewMemory = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${round(bytes / 2 ** 30)}Gi` : `${Math.ceil(bytes / 2 ** 20)}Mi`
