const noise =
  /^.*\b(?:OCI runtime create failed: |runc create failed: |unable to start container process: |error during container init: |failed to generate spec: |failed to create containerd container: )/s

/** What a runtime says of a program that it cannot start, without its own story and the random name of the attempt. */
export const summarizeExecError = (message: string): string | undefined =>
  /exec: ("[^"]+": .+?)(?:: unknown\b.*)?$/m.exec(message)?.[1] ??
  (noise.test(message) ? message.replace(noise, '').replace(/: unknown$/, '') : undefined)
