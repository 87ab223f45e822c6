import { spawn } from 'node:child_process'
import type { World } from '../ports.ts'
import { childEnv } from './child-env.ts'

type Env = Readonly<Record<string, string | undefined>>
type Launch = { file: string; args: string[] }

/** What a program needs to find the screen. */
const screenVariables = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'WSL_INTEROP',
]

/** The program that opens a page on this kind of machine; undefined where nobody would see it. */
export function browserLaunch(url: string, platform: NodeJS.Platform, env: Env): Launch | undefined {
  const windows = { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] }
  if (env.BROWSER === 'none') return undefined
  if (platform === 'darwin') return { file: 'open', args: [url] }
  if (platform === 'win32' || env.WSL_DISTRO_NAME) return windows
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { file: 'xdg-open', args: [url] } : undefined
}

export function createBrowser(env: Env, platform = process.platform): World['browser'] {
  const extra = Object.fromEntries(
    screenVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )
  return async (url) => {
    const launch = browserLaunch(url, platform, env)
    if (!launch) return { failed: 'there is no screen here' }
    return start(launch, childEnv(env, extra))
  }
}

/** It outlives us, and nothing that it writes is ours. */
function start({ file, args }: Launch, env: Record<string, string>): ReturnType<World['browser']> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, detached: true, stdio: 'ignore' })
    child.once('error', ({ message }) => resolve({ failed: message }))
    child.once('spawn', () => {
      child.unref()
      resolve({ opened: true })
    })
  })
}
