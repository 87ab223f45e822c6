import { describe, expect, it } from 'vitest'
import { detect } from './detect-texts.ts'

const pom = (...artifacts: string[]) => artifacts.map((it) => `<artifactId>${it}</artifactId>\n`).join('')
const services = (web = '') => `services:
  gate:
    build: ./gate
  store-service:
    build: ./store-service
  web:
    build: ./web${web}
`
const texts = (compose: string, conf = '') => ({
  'compose.yml': compose,
  'web/package.json': '{"dependencies": {"vite": "7"}}',
  'web/index.html': '',
  'web/Dockerfile': 'FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
  'web/nginx.conf': conf,
  'gate/pom.xml': pom('spring-boot-starter-web'),
  'store-service/pom.xml': pom('spring-boot-starter-web', 'postgresql'),
})

describe('which server the frontend asks', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['nobody says', texts(services()), undefined],
    [
      'the web server’s settings say',
      texts(services(), 'proxy_pass http://gate:8080;\n'),
      'web/nginx.conf:1',
    ],
    ['compose says', texts(services('\n    environment:\n      API_URL: http://gate:8080')), 'compose.yml:6'],
  ])('%s', (_, all, expected) => {
    const { components } = detect(all)
    expect(components.find(({ dir }) => dir === 'gate')?.askedBy).toBe(expected)
  })

  it('is as good a backend as the one with the database: somebody has to choose', () => {
    const { backend } = detect(texts(services(), 'proxy_pass http://gate:8080;\n')).roles
    expect(backend.dir).toBeUndefined()
    expect(backend.candidates.map(({ dir }) => dir)).toEqual(['store-service', 'gate'])
  })
})
