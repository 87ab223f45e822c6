import { type BadInput, bad, type Content, type Given } from './bad-input.ts'
import { canary, goodConfig, goodUrl } from './good-project.ts'

const up = (what: string, code: number, says: RegExp, given: Given, ...args: string[]): BadInput =>
  bad(what, ['up', '--sandbox', '--skip', 'database', ...args], code, says, given)

const withEnv = (what: string, content: Content, code: number, says: RegExp): BadInput =>
  up(what, code, says, { files: { '.env': content } })

const withSecrets = (secrets: string): Given => ({
  files: { 'k8sdeploy.yaml': goodConfig.replace(/^secrets.*$/m, `secrets: {${secrets}}`) },
})

const fromFile = (what: string, says: RegExp, given: Given, ...entries: string[]): BadInput =>
  up(`--secret-file ${what}`, 2, says, given, '--secret-file', ...entries)

const two = withSecrets('DATABASE_URL: {from: env-file, file: .env}, JWT: {from: env}')

/** Where the value of a secret should have been. */
export const secretValues: BadInput[] = [
  withEnv('no .env', undefined, 4, /no value for the secret DATABASE_URL.*there is no \.env/),
  withEnv('an empty .env', '', 4, /no value for the secret DATABASE_URL.*looked for DATABASE_URL=… in \.env/),
  withEnv('a misspelt variable', `DATABSE_URL=${goodUrl}\n`, 4, /DATABASE_URL.*\.env has DATABSE_URL/),
  withEnv('an empty value', 'DATABASE_URL=""\n', 4, /DATABASE_URL.*it is empty in \.env/),
  withEnv('a comment for a value', `DATABASE_URL= # ${goodUrl}\n`, 4, /DATABASE_URL.*it is empty in \.env/),
  withEnv('a commented variable', `# DATABASE_URL=${goodUrl}\n`, 4, /no value for the secret DATABASE_URL/),
  withEnv(
    'a blank for an equals sign',
    `DATABASE_URL ${goodUrl}\n`,
    4,
    /no value for the secret DATABASE_URL/,
  ),
  withEnv('a folder called .env', { folder: true }, 4, /DATABASE_URL.*\.env is a folder/),
  withEnv('a .env outside', { link: '/etc/hostname' }, 4, /\.env is a link that leads out of the project/),
  withEnv('a .env that is a link to nothing', { link: 'gone' }, 4, /\.env is a link to nothing/),
  withEnv('a .env that is a link to itself', { link: '.env' }, 4, /\.env is a link to itself/),
  withEnv('40 MiB of .env', `A=${'x'.repeat(40 * 1024 * 1024)}\n`, 2, /\.env has 40 MiB/),
  withEnv('bytes that are no text', Uint8Array.from([0, 1, 2, 255, 254]), 4, /\.env is not UTF-8 text/),
  withEnv('UTF-16', Buffer.from(`\uFEFFDATABASE_URL=${goodUrl}\n`, 'utf16le'), 4, /\.env is not UTF-8 text/),
  withEnv(
    'Latin-1',
    Buffer.from(`DATABASE_URL=${goodUrl}\u00fc\n`, 'latin1'),
    2,
    /DATABASE_URL is not UTF-8 text/,
  ),
  withEnv('a NUL in the value', `DATABASE_URL=${goodUrl}\u0000\n`, 2, /DATABASE_URL holds a NUL/),
  withEnv('a quote that is never closed', `DATABASE_URL="${goodUrl}\nA=1\n`, 2, /does not close the quote/),
  withEnv('words behind a quote', `DATABASE_URL='${goodUrl}' or so\n`, 2, /does not close the quote/),
  withEnv(
    'a value that fits no Secret',
    `DATABASE_URL=${canary.repeat(100_000)}\n`,
    2,
    /larger than the 1 MiB/,
  ),
  up('two secrets without a value', 4, /no value for the secrets DATABASE_URL, JWT/, {
    files: { ...two.files, '.env': '' },
  }),
  up('an empty variable', 4, /no value for the secret JWT.*JWT=… in the environment/, {
    ...two,
    env: { JWT: '' },
  }),
  up(
    'a secret that only the cluster has',
    4,
    /JWT.*where it is to be already/,
    withSecrets('JWT: {from: cluster}'),
  ),
  up('Neon without its key', 4, /JWT.*NEON_API_KEY/, withSecrets('JWT: {from: neon, project: quiet-sun-1}')),
  up('a host from a URL that is none', 50, /DATABASE_URL cannot be read: it has no scheme/, {
    ...withSecrets('DATABASE_URL: {from: env}, PGHOST: {from: database, key: host}'),
    env: { DATABASE_URL: canary },
  }),
  fromFile('without a path', /takes NAME=PATH/, {}, 'DATABASE_URL'),
  fromFile('without a name', /takes NAME=PATH/, {}, '=/tmp/x'),
  fromFile('with an empty path', /takes NAME=PATH/, {}, 'DATABASE_URL='),
  fromFile('with the value', /takes NAME=PATH, and never a value/, {}, `DATABASE_URL=${goodUrl}`),
  fromFile('with a bare URL', /takes NAME=PATH, and never a value/, {}, goodUrl),
  fromFile('with a value of lines', /takes NAME=PATH/, {}, `DATABASE_URL=a\n${canary}`),
  fromFile('of a misspelt secret', /DATABSE_URL.*did you mean DATABASE_URL\?/, {}, 'DATABSE_URL=.env'),
  fromFile('of what objects inherit', /names constructor/, {}, 'constructor=.env'),
  fromFile('that is not there', /the file cannot be read: it is not there/, {}, 'DATABASE_URL=gone'),
  fromFile('behind a file', /cannot be read: it is not there/, {}, 'DATABASE_URL=.env/x'),
  fromFile('that is a folder', /frontend cannot be read: it is a folder/, {}, 'DATABASE_URL=frontend'),
  fromFile('that is empty', /empty is empty/, { files: { empty: '\n' } }, 'DATABASE_URL=empty'),
  fromFile(
    'of 2 MiB',
    /big is larger than the 1 MiB/,
    { files: { big: 'x'.repeat(2 ** 21) } },
    'DATABASE_URL=big',
  ),
  fromFile('that never ends', /\/dev\/zero/, {}, 'DATABASE_URL=/dev/zero'),
  fromFile('that cannot be read', /\/proc\/self\/mem cannot be read/, {}, 'DATABASE_URL=/proc/self/mem'),
  fromFile(
    'with a NUL',
    /DATABASE_URL holds a NUL/,
    { files: { key: `${canary}\u0000` } },
    'DATABASE_URL=key',
  ),
  fromFile('of nothing on standard input', /standard input is empty/, {}, 'DATABASE_URL=-'),
  fromFile(
    'of two on standard input',
    /holds one secret/,
    { ...two, stdin: canary },
    'DATABASE_URL=-',
    'JWT=-',
  ),
  fromFile('twice', /names DATABASE_URL twice/, {}, 'DATABASE_URL=.env', 'DATABASE_URL=k8sdeploy.yaml'),
]
