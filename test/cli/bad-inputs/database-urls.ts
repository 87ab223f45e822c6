import { type BadInput, bad } from './bad-input.ts'
import { canary } from './good-project.ts'

const url = (what: string, value: string, says: RegExp): BadInput =>
  bad(what, 'up --sandbox', 50, says, { files: { '.env': `DATABASE_URL='${value}'\n` } })

/** Values of DATABASE_URL that lead to no database. */
export const databaseUrls: BadInput[] = [
  url('MySQL', `mysql://shop:${canary}@db.example/shop`, /its scheme is mysql, not postgresql/),
  url('a page', `https://shop:${canary}@db.example/shop`, /its scheme is https, not postgresql/),
  url('JDBC for another database', `jdbc:mysql://h/shop?user=a&password=${canary}`, /its scheme is mysql/),
  url('no scheme', `shop:${canary}@db.example/shop`, /it has no scheme/),
  url('one slash', `postgresql:/shop:${canary}@db.example/shop`, /it has no scheme/),
  url('a command of psql', `psql postgresql://shop:${canary}@db.example/shop`, /it has no scheme/),
  url('a variable that nobody expanded', '$' + '{PGURL}', /it has no scheme/),
  url('no host', `postgresql://shop:${canary}@/shop`, /it names no host/),
  url('nothing but a scheme', 'postgresql://', /it names no host/),
  url('pairs without a host', `Host=;Username=shop;Password=${canary}`, /it names no host/),
  url('several hosts', `postgresql://shop:${canary}@a.example,b.example/shop`, /several hosts/),
  url('a placeholder for the password', 'postgresql://shop:<password>@db.example/shop', /is a placeholder/),
  url('stars for the password', 'postgresql://shop:********@db.example/shop', /is a placeholder/),
  url('a slash in the password', `postgresql://shop:${canary}/more@db.example/shop`, /\/ is %2F/),
  url('a hash in the password', `postgresql://shop:${canary}#more@db.example/shop`, /%23/),
  url('a question mark in the password', `postgresql://shop:${canary}?more@db.example/shop`, /\? is %3F/),
  url('quotes within the value', `"postgresql://shop:${canary}@db.example/shop"`, /stands in quotes/),
  url('a port in words', `postgresql://shop:${canary}@db.example:five/shop`, /its port is no number/),
  url('a port beyond the last', `postgresql://shop:${canary}@db.example:65536/shop`, /its port is no number/),
  url('port 0', `postgresql://shop:${canary}@127.0.0.1:0/shop`, /its port is no number/),
  url('a line break', `postgresql://shop:${canary}@db.\nexample/shop`, /a line break/),
  url(
    'an unknown sslmode',
    `postgresql://shop:${canary}@db.example/shop?sslmode=maybe`,
    /sslmode=maybe.*require/,
  ),
  url(
    'a name that does not exist',
    `postgresql://shop:${canary}@db.example.invalid/shop`,
    /dns: db\.example\.invalid/,
  ),
  url(
    'a host of 20,000 letters',
    `postgresql://shop:${canary}@${'a'.repeat(20_000)}/shop`,
    /dns: a+…? is not known/,
  ),
  url('a port where nothing listens', `postgresql://shop:${canary}@127.0.0.1:1/shop`, /connection refused/),
]
