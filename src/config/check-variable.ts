import type { Fault } from './problem.ts'

export function checkVariableName(name: string): Fault | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined
  const better = hasCredentials(name) ? '' : name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_')
  return {
    message: `\`${name}\` is not a valid name of a variable`,
    hint: `Use letters, digits and \`_\`${better === '' ? '' : `: \`${better}\``}.`,
  }
}

export function checkVariableValue(value: string): Fault | undefined {
  if (value.includes('\u0000')) {
    return { message: 'the value holds a NUL character, which no process can be given', hint: 'Remove it.' }
  }
  return hasCredentials(value) ? credentialsFault : undefined
}

const credentialsFault: Fault = {
  message: 'the value holds a URL with a password, and this file is meant to be committed',
  hint: 'Declare it under `secrets:` and bind it in the component’s `secrets:` list instead.',
}

/** `scheme://user:password@…`, whatever the scheme. Linear in the text: a value may have a megabyte. */
const credentials = /([a-z0-9+.-]:\/\/[^/\s:@]*:)[^/\s@]+@/gi

export const hasCredentials = (value: string): boolean => value.search(credentials) !== -1

export const maskCredentials = (value: string): string => value.replace(credentials, '$1(hidden)@')

const browserPrefix =
  /^(VITE_|NEXT_PUBLIC_|REACT_APP_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|EXPO_PUBLIC_|NG_APP_|VUE_APP_)/

/** Variables that bundlers copy into the JavaScript that browsers run. */
export const isBrowserVariable = (name: string): boolean => browserPrefix.test(name)

const hostOfUrl = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^@/\s]*@)?([^/:?#\s]+)/i
const hostWithPort = /^([a-z][a-z0-9.-]*):\d{2,5}(?:\/|$)/i

/** A host name that only resolves inside the cluster (or a compose network): no dot, or `*.svc`, `*.cluster.local`. */
export function findInClusterHost(value: string): string | undefined {
  const text = value.trim()
  const host = (hostOfUrl.exec(text) ?? hostWithPort.exec(text))?.[1]?.toLowerCase()
  if (host === undefined || host === 'localhost' || host.startsWith('[')) return undefined
  return !host.includes('.') || /\.(svc|cluster\.local)$/.test(host) ? host : undefined
}

export function checkBrowserVariable(name: string, value: string): Fault | undefined {
  const host = isBrowserVariable(name) ? findInClusterHost(value) : undefined
  if (host === undefined) return undefined
  return {
    message: `browsers read \`${name}\`, and \`${host}\` only resolves inside the cluster`,
    hint: 'Use a path such as `/api` that the frontend’s server or the ingress passes on to the backend.',
  }
}

/** The variable that gets the backend's in-cluster URL is for servers: no browser may read it. */
export function checkBackendVariable(name: string): Fault | undefined {
  const fault = checkVariableName(name)
  if (fault || !isBrowserVariable(name)) return fault
  return {
    message: `browsers read \`${name}\`, and the backend’s URL only resolves inside the cluster`,
    hint: 'Use a name that only the server reads, such as `BACKEND_URL`.',
  }
}
