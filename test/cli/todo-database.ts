import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

/** An embedded PostgreSQL that several processes may talk to. */
export async function startDatabase(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const db = await PGlite.create()
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port, maxConnections: 50 })
  await server.start()
  return {
    url: databaseUrl(port),
    async stop() {
      await server.stop()
      await db.close()
    },
  }
}

export const databaseUrl = (port: number) =>
  `postgresql://postgres:canary-7c1f@127.0.0.1:${port}/postgres?sslmode=disable`
