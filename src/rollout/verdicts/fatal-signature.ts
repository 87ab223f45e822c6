const transient =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|connection refused|timed? ?out|unavailable|starting up|try again/i

const deterministic =
  /Cannot find (module|package)|ERR_MODULE_NOT_FOUND|SyntaxError|ReferenceError|TypeError|ModuleNotFoundError|ImportError|NameError|AttributeError|KeyError|is not defined|(missing|required|must be set|not set).*(env|variable|config|setting|key)|(env|variable|config|setting).*(missing|required|must be set|not set)|no such file|permission denied|EACCES|EADDRINUSE|address already in use|panic:|segmentation fault|unknown (option|flag|argument)|Error: /i

const normalize = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.,]+(Z|[+-][\d:]+)?/g, '')
    .replace(/0x[\da-f]+|\b[\da-f]{8,}\b|\d+/gi, '#')
    .trim()

export type FatalSignature = { key: string; line: string; isTransient: boolean }

/** The last line of a crash that names an error; two runs with the same one died of the same. */
export const findFatalSignature = (lines: string[]): FatalSignature | undefined => {
  const line =
    lines.findLast((one) => transient.test(one)) ?? lines.findLast((one) => deterministic.test(one))
  return line === undefined
    ? undefined
    : { key: normalize(line), line: line.trim().slice(0, 300), isTransient: transient.test(line) }
}
