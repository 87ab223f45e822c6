import type { Fault } from './problem.ts'

const number = '(0|[1-9]\\d*)'
const part = '(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)'
const semVer = new RegExp(
  `^${number}\\.${number}\\.${number}(-${part}(\\.${part})*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?$`,
)

export function checkVersion(version: string): Fault | undefined {
  if (version.length <= 128 && semVer.test(version)) return undefined
  return { message: `\`${version}\` is not a SemVer version`, hint: 'Write three numbers: `1.2.3`.' }
}
