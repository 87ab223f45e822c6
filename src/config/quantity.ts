import type { Fault } from './problem.ts'

const form = /^(\d+(?:\.\d*)?|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,2})?$/
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }

/** A Kubernetes quantity in billionths, so that `100m` and `0.1` compare equal without floats; undefined when it is none. */
export function readQuantity(text: string): bigint | undefined {
  const match = form.exec(text)
  if (!match) return undefined
  const [whole = '', fraction = ''] = match[1]!.split('.')
  const suffix = match[2] ?? ''
  const digits = BigInt(`${whole}${fraction}` || '0')
  if (binary.includes(suffix)) {
    return (digits * 1024n ** BigInt(binary.indexOf(suffix) + 1) * 10n ** 9n) / 10n ** BigInt(fraction.length)
  }
  const exponent = (/^[eE][+-]?\d/.test(suffix) ? Number(suffix.slice(1)) : (decimal[suffix] ?? 0)) + 9
  const shift = exponent - fraction.length
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
}

const billion = 10n ** 9n

export function checkCpu(text: string): Fault | undefined {
  const value = readQuantity(text)
  const hint = 'Write cores or thousandths of one: `500m` is half a core, `2` are two.'
  if (value === undefined) return { message: `\`${text}\` is not an amount of CPU`, hint }
  if (/i$/.test(text)) return { message: `\`${text}\` counts bytes, and CPU is counted in cores`, hint }
  if (value === 0n) return { message: 'CPU may not be 0', hint }
  if (value > 1024n * billion) return { message: `\`${text}\` is more than 1024 cores`, hint }
  return value % 1_000_000n === 0n ? undefined : { message: `\`${text}\` is finer than 1m`, hint }
}

export function checkMemory(text: string): Fault | undefined {
  const value = readQuantity(text)
  const hint = 'Write bytes with a unit: `256Mi`, `1Gi`.'
  if (value === undefined) return { message: `\`${text}\` is not an amount of memory`, hint }
  if (/[num]$/.test(text)) {
    return {
      message: `\`${text}\` are thousandths of a byte`,
      hint: `Did you mean \`${text.slice(0, -1)}Mi\`?`,
    }
  }
  if (value >= 6n * 1024n * 1024n * billion) return undefined
  return { message: `\`${text}\` is less than the 6Mi that a container needs to start`, hint }
}

/** A request may not be above its limit: the API server refuses such a pod. */
export function isAbove(request: string, limit: string): boolean {
  const [low, high] = [readQuantity(request), readQuantity(limit)]
  return low !== undefined && high !== undefined && low > high
}
