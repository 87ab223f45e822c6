/** What a runtime says of a program that it cannot start, without its own story and the random name of the attempt. */
export const summarizeExecError = (message: string): string | undefined =>
  /exec: ("[^"]+": .+?)(?:: unknown\b.*)?$/m.exec(message)?.[1]
