import { lineForms, wholeForms } from './secret-forms.ts'
import { createNeedles } from './secret-needles.ts'

/** Stands before every sink: what was concealed never reaches a terminal, a file, JSON or an error. */
export type Redactor = {
  conceal(value: string): void
  mask(text: string): string
}

export const maskText = '••••••'

export function createRedactor(): Redactor {
  const concealed = new Set<string>()
  const needles = createNeedles()
  return {
    conceal(value) {
      if (concealed.has(value)) return
      concealed.add(value)
      needles.add(wholeForms(value), true)
      needles.add(lineForms(value), false)
    },
    mask: (text) => needles.mask(text, maskText),
  }
}

/** The one of this process: errors and terminals share it with whoever loads secrets. */
export const redactor = createRedactor()
