import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { pool } from './store.js'

const app = new Hono()

app.get('/ready', async (context) => {
  await pool.query('select 1')
  return context.text('ready')
})

app.get('/book/entries', async (context) => {
  const { rows } = await pool.query('select id, what, amount from entries order by id')
  return context.json(rows)
})

app.post('/book/entries', async (context) => {
  const { what, amount } = await context.req.json()
  const { rows } = await pool.query(
    'insert into entries (what, amount) values ($1, $2) returning id, what, amount',
    [what, amount],
  )
  return context.json(rows[0], 201)
})

const server = serve({ fetch: app.fetch, port: Number(process.env.LEDGER_PORT ?? 4180) })
process.on('SIGTERM', () => server.close(() => pool.end()))
