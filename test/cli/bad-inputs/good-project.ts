import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Stands for every secret of these projects: no output may hold it. */
export const canary = 'canary-5d1c77e0'

export const goodUrl = `postgresql://shop:${canary}@127.0.0.1:1/shop`

export const goodConfig = `name: shop
frontend: {dir: frontend, port: 3000, start: [node, server.js]}
backend: {dir: backend, port: 8000, start: [node, server.js], env: {GREETING: hello}}
secrets: {DATABASE_URL: {from: env-file, file: .env}}
environments: {staging: {namespace: shop-staging, values: {frontend: {replicas: 1}}}}
`

const dockerfile = `FROM node:22-slim
WORKDIR /app
COPY server.js .
USER 1000
CMD ["node", "server.js"]
`

const server = `require('node:http').createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT))\n`

export const goodFiles: Record<string, string> = {
  'k8sdeploy.yaml': goodConfig,
  '.env': `DATABASE_URL=${goodUrl}\n`,
  'frontend/Dockerfile': dockerfile,
  'frontend/server.js': server,
  'backend/Dockerfile': dockerfile,
  'backend/server.js': server,
}

export function writeGoodProject(folder: string): void {
  for (const [path, text] of Object.entries(goodFiles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
