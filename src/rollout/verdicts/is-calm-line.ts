/** After nothing but dates and numbers it says itself that it is no alarm. */
const calmWord = /^[\W\d]*(?:(?=\S*\d)\S+\s+)*\W*(info|debug|trace)\b/i
const calmField = /\blevel"?[=:] ?"?(info|debug|trace|[123]0)\b/i
/** Where a line tells its level. */
const headLength = 160

/** A line that its program told without alarm. */
export const isCalmLine = (line: string): boolean =>
  calmWord.test(line.slice(0, headLength)) || calmField.test(line)
