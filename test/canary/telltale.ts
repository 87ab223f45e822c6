import { ways } from './ways.ts'

/** A program that tells its secrets in every way that programs have: what `logs` and verdicts must not repeat. */
export const tellAll = (variables: string[]) => `
const ways = { ${Object.entries(ways)
  .map(
    ([way, tell]) =>
      `${JSON.stringify(way)}: ${tell === encodeURI || tell === encodeURIComponent ? tell.name : tell}`,
  )
  .join(',\n')} }
const variables = ${JSON.stringify(variables)}
const partsOf = (value) => {
  const { username = '', password = '' } = URL.canParse(value) ? new URL(value) : {}
  return password === '' ? [value] : [value, password, decodeURIComponent(password), username + ':' + password]
}
for (const name of variables)
  for (const part of partsOf(process.env[name] ?? ''))
    for (const [way, tell] of Object.entries(ways)) console.log(name + ' ' + way + ': ' + tell(part))
console.log(JSON.stringify({ level: 'info', msg: 'configured', config: process.env.DATABASE_URL }))
if (process.env.CRASH) throw new Error('cannot connect to ' + process.env.DATABASE_URL)
`

/** A server that does it whenever it starts. */
export const telltale = (variables: string[]) => `${tellAll(variables)}
const server = require('node:http').createServer((request, response) => {
  response.setHeader('content-type', 'text/html')
  if (request.url.includes('health') && process.env.SICK) response.statusCode = 500
  response.end(process.env.SICK ? 'unhealthy: ' + process.env.DATABASE_URL : '<html>backend</html>')
})
server.listen(Number(process.env.PORT))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`

/** A server that has nothing to tell. */
export const discreet = `
const server = require('node:http').createServer((request, response) => {
  response.setHeader('content-type', 'text/html')
  response.end('<html>frontend</html>')
})
server.listen(Number(process.env.PORT))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`
