const COLUMNS = 'id::int, title, done, created_at as "createdAt"'

/** What a person may send, checked; throws an error with a `status` and a sentence. */
export class Invalid extends Error {
  constructor(message, status = 400) {
    super(message)
    this.status = status
  }
}

export const todos = (pool) => ({
  async list() {
    return (await pool.query(`select ${COLUMNS} from todos order by id`)).rows
  },

  async add({ title }) {
    const { rows } = await pool.query(`insert into todos (title) values ($1) returning ${COLUMNS}`, [
      readTitle(title),
    ])
    return rows[0]
  },

  async change(id, { title, done }) {
    if (title === undefined && done === undefined) throw new Invalid('Send a "title", or "done", or both.')
    const { rows } = await pool.query(
      `update todos set title = coalesce($2, title), done = coalesce($3, done) where id = $1 returning ${COLUMNS}`,
      [id, title === undefined ? null : readTitle(title), done === undefined ? null : readDone(done)],
    )
    return rows[0] ?? gone(id)
  },

  async remove(id) {
    const { rowCount } = await pool.query('delete from todos where id = $1', [id])
    if (!rowCount) gone(id)
  },
})

function readTitle(value) {
  const title = typeof value === 'string' ? value.trim() : ''
  if (title.length < 1 || title.length > 200)
    throw new Invalid('"title" must be a text of 1 to 200 characters.')
  return title
}

function readDone(value) {
  if (typeof value !== 'boolean') throw new Invalid('"done" must be true or false.')
  return value
}

function gone(id) {
  throw new Invalid(`There is no todo ${id}.`, 404)
}
