import { readAmount } from '../nodes/read-amount.ts'

type Amounts = Record<string, string>

export type Quota = { name: string; requested: Amounts; used: Amounts; limited: Amounts }

const readAmounts = (text: string | undefined): Amounts =>
  Object.fromEntries(
    (text ?? '')
      .split(',')
      .map((pair) => pair.trim().split('='))
      .filter((pair): pair is [string, string] => pair.length === 2),
  )

/** `exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2` */
export const readQuota = (message: string): Quota | undefined => {
  const match = /exceeded quota: (\S+), requested: (.+?), used: (.+?), limited: (.+)$/i.exec(message)
  if (!match) return undefined
  return {
    name: match[1]!,
    requested: readAmounts(match[2]),
    used: readAmounts(match[3]),
    limited: readAmounts(match[4]),
  }
}

/** Asked for at once is more than there is in all: then nobody can give enough back. */
export const isBeyondQuota = (quota: Quota | undefined): boolean =>
  Object.entries(quota?.requested ?? {}).some(
    ([what, amount]) => readAmount(amount) > readAmount(quota?.limited[what] ?? amount),
  )

export const describeQuota = (quota: Quota | undefined): string | undefined => {
  if (!quota) return undefined
  const { name, requested, used, limited } = quota
  const each = Object.keys(requested).map(
    (what) => `${requested[what]} more of ${what} asked for, ${used[what]} of ${limited[what]} used`,
  )
  return `quota ${name} has no room: ${each.join('; ')}`
}
