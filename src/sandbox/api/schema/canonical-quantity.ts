const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']

/** `0.5` is `500m`, `1024Mi` is `1Gi`: the largest unit in which the amount is a whole number. */
export function canonicalQuantity(value: unknown): unknown {
  const text = String(value)
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])?$/.exec(text)
  if (match === null || !/\d/.test(text)) return value
  const [, sign = '', whole = '', fraction = '', unit = ''] = match
  const number = BigInt(`${whole}${fraction}` || '0')
  if (number === 0n) return '0'
  const shown = unit.endsWith('i')
    ? binaryText(number, fraction.length, unit)
    : decimalText(number, fraction.length, unit)
  return `${sign === '-' ? '-' : ''}${shown}`
}

function decimalText(number: bigint, digits: number, unit: string): string {
  // In billionths everything that a quantity can hold is whole.
  let amount = (number * 10n ** BigInt(3 * decimal.indexOf(unit))) / 10n ** BigInt(digits)
  let step = 0
  while (amount % 1000n === 0n && step < decimal.length - 1) {
    amount /= 1000n
    step++
  }
  return `${amount}${decimal[step]}`
}

function binaryText(number: bigint, digits: number, unit: string): string {
  const scaled = number * 1024n ** BigInt(binary.indexOf(unit))
  const divisor = 10n ** BigInt(digits)
  if (scaled % divisor !== 0n) return decimalText((scaled * 1000n) / divisor, 0, 'm')
  let amount = scaled / divisor
  let step = 0
  while (amount % 1024n === 0n && step < binary.length - 1) {
    amount /= 1024n
    step++
  }
  return `${amount}${binary[step]}`
}
