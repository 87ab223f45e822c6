import { wholeForms } from './secret-forms.ts'
import { createNeedles } from './secret-needles.ts'

/** Shorter ones turn up in many a text by chance. */
const telling = 12

/** Names of the secrets that a text gives away, all of one or its password, however they are written there. */
export function secretFinder(values: Record<string, string>): (text: string) => string[] {
  const finders = Object.entries(values).map(([name, value]) => {
    const needles = createNeedles()
    needles.add(
      wholeForms(value).filter((form) => form.length >= telling),
      true,
    )
    return { name, isIn: (text: string) => needles.mask(text, '') !== text }
  })
  return (text) => finders.filter(({ isIn }) => isIn(text)).map(({ name }) => name)
}
