export type Json = Record<string, unknown>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects come from anywhere: what is not a record reads as an empty one. */
export const recordOf = (value: unknown): Json => (isRecord(value) ? value : {})

export const recordsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : [])

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const dig = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
