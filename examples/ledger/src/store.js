import pg from 'pg'

export const pool = new pg.Pool({ connectionString: process.env.LEDGER_STORE })

// without a listener, an idle connection that the server closes would end the program
pool.on('error', (error) => console.error(`an idle connection was lost: ${error.message}`))
