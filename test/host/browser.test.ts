import { describe, expect, it } from 'vitest'
import { browserLaunch, createBrowser } from '../../src/host/browser.ts'

const url = 'http://127.0.0.1:3000'

describe('the program that opens a page', () => {
  it.each<[string, NodeJS.Platform, Record<string, string>, unknown]>([
    ['on a Mac', 'darwin', {}, { file: 'open', args: [url] }],
    ['on Windows', 'win32', {}, { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] }],
    [
      'in WSL',
      'linux',
      { WSL_DISTRO_NAME: 'Debian' },
      { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] },
    ],
    ['on a desktop', 'linux', { DISPLAY: ':0' }, { file: 'xdg-open', args: [url] }],
    ['on Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, { file: 'xdg-open', args: [url] }],
    ['on a server', 'linux', {}, undefined],
    ['when nobody wants one', 'darwin', { BROWSER: 'none' }, undefined],
  ])('%s', (_, platform, env, launch) => {
    expect(browserLaunch(url, platform, env)).toEqual(launch)
  })
})

it('says why no page was opened', async () => {
  expect(await createBrowser({}, 'linux')(url)).toEqual({ failed: 'there is no screen here' })
  expect(await createBrowser({ PATH: '/nowhere', DISPLAY: ':0' }, 'linux')(url)).toEqual({
    failed: expect.stringMatching(/ENOENT/),
  })
})
