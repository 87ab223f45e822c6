import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/host/redact.ts'
import { createSecrets } from '../../src/host/secrets.ts'
import type { Files, Images, SecretFile } from '../../src/ports.ts'
import { checkExposure } from '../../src/workflows/check-exposure.ts'
import type { PlannedImage } from '../../src/workflows/plan-images.ts'

const secret = 'postgresql://shop:canary-7f3a9c51@db.example/shop'
type Scene = { dockerfile?: string; files?: SecretFile[]; args?: Record<string, string>; present?: boolean }

async function check({
  dockerfile = 'FROM node\nCOPY . .\n',
  files = [],
  args = {},
  present = false,
}: Scene) {
  const warnings: string[] = []
  const build = { component: 'backend', context: 'backend', dockerfile: 'backend/Dockerfile', args }
  await checkExposure(
    [{ role: 'backend', build, present } as unknown as PlannedImage],
    { DATABASE_URL: secret, SHORT: 'dev' },
    {
      files: { read: async () => dockerfile } as unknown as Files,
      images: { secretFiles: async () => files } as unknown as Images,
      secrets: createSecrets(createRedactor()),
      warn: (message) => warnings.push(message),
    },
  )
  return warnings
}
const env: SecretFile = { path: '.env', secrets: ['DATABASE_URL'] }
const key: SecretFile = { path: 'id_rsa', secrets: [], looksLike: 'a private key' }

describe('an image', () => {
  it('that would hold a secret of the project is not built', async () => {
    await expect(check({ files: [key, env] })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message:
        'the image of backend would hold a secret: .env holds the value of DATABASE_URL, and backend/Dockerfile:2 copies it',
      details: { hint: expect.stringContaining('write .env into backend/.dockerignore') },
    })
  })

  it.each<[string, Scene, string]>([
    ['its Dockerfile', { dockerfile: `FROM node\nENV URL=${secret}\n` }, 'backend/Dockerfile:2 holds'],
    ['a build argument', { args: { URL: secret } }, 'the build argument URL is'],
  ])('does not get one by %s', async (_, scene, words) => {
    const error = await check(scene).catch((caught: Error) => caught)
    expect((error as Error).message).toContain(words)
    expect(JSON.stringify(error)).not.toContain(secret)
  })

  it('that would hold somebody’s key is built with a warning', async () => {
    expect(await check({ files: [key] })).toEqual([
      'the image of backend will hold id_rsa, which is a private key (backend/Dockerfile:2 copies it): leave it out with backend/.dockerignore',
    ])
  })

  it.each<[string, Scene]>([
    ['copies only its code', { files: [env, key], dockerfile: 'FROM node\nCOPY src /app\n' }],
    ['is there already', { files: [env], present: true }],
  ])('that %s is left alone', async (_, scene) => {
    expect(await check(scene)).toEqual([])
  })
})
