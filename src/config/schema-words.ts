import * as z from 'zod/mini'
import { checkFolder, checkUrlPath } from './check-path.ts'
import { checkPort } from './check-port.ts'
import { about, checkedNumber, checkedText } from './checked.ts'

/** The kinds of answers that several parts of the config share. */
export const word = (description: string) => about(z.string().check(z.minLength(1)), description)
export const words = (description: string) => about(z.array(z.string()).check(z.minLength(1)), description)
export const yesOrNo = (description: string) => about(z.boolean(), description)
export const folder = (description: string) => checkedText(checkFolder, { description })
export const urlPath = (description: string) => checkedText(checkUrlPath, { description })
export const port = (description: string) =>
  checkedNumber(checkPort, { description, minimum: 1, maximum: 65535 })
