import { quantityOf } from '../api/validation/quantity.ts'

/** `500m` → 0.5, `64Mi` → 67108864. What it can't read counts as nothing: validation has refused it before. */
export function readQuantity(text: string | number | undefined): number {
  const quantity = quantityOf(String(text ?? '0').trim())
  return Number.isNaN(quantity) ? 0 : quantity
}
