import { describe, expect, it } from 'vitest'
import { detect, json } from './detect-texts.ts'

const look = (texts: Record<string, string>) => {
  const { notes, components } = detect(texts)
  const { health } = components.find(({ dir }) => dir === 'web')!
  const told = notes.get('web')?.find(({ id }) => id === 'base-path')
  return [health.readiness?.value, told && `${told.severity} ${told.source}`]
}

const pack = (dependencies: object, more: object = {}) => ({
  'web/package.json': json({ dependencies, ...more }),
})

describe('pages below a path', () => {
  it.each<[string, Record<string, string>, (string | undefined)[]]>([
    [
      'of Next.js, which answers nothing above it',
      { ...pack({ next: '15' }), 'web/next.config.mjs': "export default { basePath: '/shop' }" },
      ['/shop', 'info web/next.config.mjs:1'],
    ],
    [
      'of Nuxt',
      {
        ...pack({ nuxt: '4' }),
        'web/nuxt.config.ts': "export default defineNuxtConfig({\n  app: {\n    baseURL: '/shop/',\n  },\n})",
      },
      ['/shop/', 'info web/nuxt.config.ts:3'],
    ],
    [
      'of Nuxt, beside what it says of its head',
      {
        ...pack({ nuxt: '4' }),
        'web/nuxt.config.ts':
          "export default defineNuxtConfig({\n  app: {\n    head: { meta: [{ charset: 'utf-8' }] },\n    baseURL: '/shop/',\n  },\n})",
      },
      ['/shop/', 'info web/nuxt.config.ts:4'],
    ],
    [
      'of Nuxt, on one line',
      { ...pack({ nuxt: '4' }), 'web/nuxt.config.ts': "defineNuxtConfig({ app: { baseURL: '/shop/' } })" },
      ['/shop/', 'info web/nuxt.config.ts:1'],
    ],
    [
      'of a module of Nuxt',
      {
        ...pack({ nuxt: '4' }),
        'web/nuxt.config.ts': "defineNuxtConfig({\n  auth: {\n    baseURL: '/api/auth',\n  },\n})",
      },
      [undefined, undefined],
    ],
    [
      'of Vite, in an image that serves them at its root',
      { ...pack({ vite: '7' }), 'web/vite.config.ts': "export default { base: '/shop/' }" },
      [undefined, 'warn web/vite.config.ts:1'],
    ],
    [
      'of Vite, when it builds',
      {
        ...pack({ vite: '7' }),
        'web/vite.config.ts':
          "defineConfig(({ command }) => ({\n base: command === 'build' ? '/shop/' : '/',\n}))",
      },
      [undefined, 'warn web/vite.config.ts:2'],
    ],
    [
      'of Vite, for somebody else',
      {
        ...pack({ vite: '7' }),
        'web/vite.config.ts': "defineConfig({ base: process.env.PAGES ? '/shop/' : '/' })",
      },
      [undefined, undefined],
    ],
    [
      'of Vite, beside the page',
      { ...pack({ vite: '7' }), 'web/vite.config.ts': "defineConfig({ base: './' })" },
      [undefined, undefined],
    ],
    [
      'of Astro, served by its preview',
      {
        ...pack({ astro: '5' }, { scripts: { preview: 'astro preview' } }),
        'web/astro.config.mjs': "defineConfig({\n  base: '/shop',\n})",
        'web/Dockerfile': 'FROM node:22\nCMD ["npm", "run", "preview", "--", "--host"]\n',
      },
      ['/shop/', 'info web/astro.config.mjs:2'],
    ],
    [
      'of Create React App, on another’s host',
      pack({ 'react-scripts': '5' }, { homepage: 'https://somebody.example.com/shop' }),
      [undefined, 'warn web/package.json:5'],
    ],
    [
      'of Create React App, at the root of one',
      pack({ 'react-scripts': '5' }, { homepage: 'https://shop.example.com/' }),
      [undefined, undefined],
    ],
    [
      'behind a web server of its own',
      {
        ...pack({ vite: '7' }),
        'web/vite.config.ts': "export default { base: '/shop/' }",
        'web/Dockerfile': 'FROM nginx:1.29\nCOPY dist /usr/share/nginx/html/shop\n',
      },
      [undefined, undefined],
    ],
  ])('%s', (_, texts, expected) => {
    expect(look(texts)).toEqual(expected)
  })
})
