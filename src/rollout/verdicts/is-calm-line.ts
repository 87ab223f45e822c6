/** After nothing but dates and numbers it says itself that it is no alarm. */
const calm = /^[\W\d]*(?:\S*\d\S*\s+)*\W*(info|debug|trace)\b|\blevel"?[=:] ?"?(info|debug|trace|[123]0)\b/i

/** A line that its program told without alarm. */
export const isCalmLine = (line: string): boolean => calm.test(line)
