import { z } from 'zod'
import { checkFolder, checkUrlPath } from './check-path.ts'
import { checkPort } from './check-port.ts'
import { checkedNumber, checkedText } from './checked.ts'

/** The kinds of answers that several parts of the config share. */
export const word = (description: string) => z.string().min(1).meta({ description })
export const yesOrNo = (description: string) => z.boolean().meta({ description })
export const folder = (description: string) => checkedText(checkFolder, { description })
export const urlPath = (description: string) => checkedText(checkUrlPath, { description })
export const port = (description: string) =>
  checkedNumber(checkPort, { description, minimum: 1, maximum: 65535 })
