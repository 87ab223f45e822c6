import { type BadInput, bad } from './bad-input.ts'
import { canary } from './good-project.ts'

const status = (what: string, kubeconfig: string, says: RegExp): BadInput =>
  bad(what, 'status', 11, says, { kubeconfig })

/** A kubeconfig with one context, but for what is said. */
const config = ({ server = 'https://127.0.0.1:1', cluster = '', user = '' }): string => `
apiVersion: v1
kind: Config
current-context: dev
contexts: [{name: dev, context: {cluster: dev, user: dev}}]
clusters: [{name: dev, cluster: {server: "${server}"${cluster}}}]
users: [{name: dev, user: {${user}}}]
`

const at = (what: string, server: string, says: RegExp): BadInput => status(what, config({ server }), says)
const user = (what: string, text: string, says: RegExp): BadInput =>
  status(what, config({ user: text }), says)
const cluster = (what: string, text: string, says: RegExp): BadInput =>
  status(what, config({ cluster: `, ${text}` }), says)
const exec = (what: string, script: string, says: RegExp): BadInput =>
  user(
    what,
    `exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [-c, ${JSON.stringify(script)}]}`,
    says,
  )

const rubbish = Buffer.from('this is no certificate').toString('base64')

/** Kubeconfigs that lead to no cluster, and clusters that are none. */
export const kubeconfigs: BadInput[] = [
  bad('no kubeconfig', 'status', 11, /there is no kubeconfig: .*none does not exist.*--sandbox/),
  bad('a kubeconfig by a flag that is not there', 'status --kubeconfig gone', 11, /gone does not exist/),
  bad('a folder for a kubeconfig', 'status --kubeconfig frontend', 11, /kubeconfig frontend.*folder/),
  bad('an endless kubeconfig', 'status --kubeconfig /dev/zero', 11, /kubeconfig \/dev\/zero/),
  bad(
    'an unreadable kubeconfig',
    'status --kubeconfig /proc/self/mem',
    11,
    /kubeconfig \/proc\/self\/mem cannot be read/,
  ),
  bad('an empty name for a kubeconfig', ['status', '--kubeconfig', ''], 2, /--kubeconfig/),
  status('an empty kubeconfig', '', /no current context/),
  status('a kubeconfig of one word', 'hello', /cannot be read: it does not hold a mapping/),
  status('a list for a kubeconfig', '- a\n', /it does not hold a mapping/),
  status('a kubeconfig that is no YAML', 'a: [b', /kubeconfig .* cannot be read/),
  status('a kubeconfig that is half of a JSON', '{"current-context": ', /kubeconfig .* cannot be read/),
  status('a kubeconfig of NUL bytes', '\u0000\u0000', /kubeconfig .* cannot be read/),
  status(
    'a kubeconfig with aliases that multiply',
    `a: &a [x,x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}\n`,
    /current context|cannot be read/,
  ),
  status('contexts that are a text', 'current-context: dev\ncontexts: all\n', /kubeconfig/),
  status('contexts that are a map', 'current-context: dev\ncontexts: {dev: {cluster: dev}}\n', /kubeconfig/),
  status('contexts that are numbers', 'current-context: dev\ncontexts: [1, null]\n', /kubeconfig/),
  status('a context without content', 'current-context: dev\ncontexts: [{name: dev}]\n', /context/),
  status('a current context that is a number', 'current-context: 7\ncontexts: []\n', /context/),
  status('a current context that is a list', 'current-context: [dev]\ncontexts: []\n', /context/),
  status(
    'a context of no cluster',
    'current-context: dev\ncontexts: [{name: dev, context: {cluster: gone}}]\n',
    /names the cluster "gone"/,
  ),
  status(
    'clusters that are null',
    'current-context: dev\ncontexts: [{name: dev, context: {cluster: dev}}]\nclusters:\n',
    /names the cluster "dev"/,
  ),
  status(
    'users that are a text',
    `${config({}).replace(/^users.*$/m, 'users: nobody')}`,
    /kubeconfig|nothing listens/,
  ),
  bad('a context that does not exist', 'status --context prod', 11, /no context "prod".*dev/, {
    kubeconfig: config({}),
  }),
  bad('a misspelt context', 'up --context dve', 11, /no context "dve".*dev/, { kubeconfig: config({}) }),
  bad('an empty name of a context', ['status', '--context', ''], 2, /--context/, { kubeconfig: config({}) }),
  bad(
    'a context that is not on this machine',
    'up',
    12,
    /context dev \(https:\/\/192\.0\.2\.1:6443\) is not on this machine/,
    { kubeconfig: config({ server: 'https://192.0.2.1:6443' }) },
  ),
  bad('another context that is allowed', 'up --allow-context other', 12, /is not on this machine/, {
    kubeconfig: config({ server: 'https://192.0.2.1:6443' }),
  }),
  bad('yes to a context that is not on this machine', 'up --yes', 12, /is not on this machine/, {
    kubeconfig: config({ server: 'https://192.0.2.1:6443' }),
  }),
  bad('a context that is not on this machine, to remove from', 'down --yes', 12, /is not on this machine/, {
    kubeconfig: config({ server: 'https://192.0.2.1:6443' }),
  }),
  at('no server', '', /has no server/),
  at('a server that is no address', 'my cluster', /is no https address: my cluster/),
  at('a server that is a file', 'file:///etc/passwd', /is no https address/),
  at('a server with a port beyond the last', 'https://127.0.0.1:65536', /is no https address/),
  at('a server where nothing listens', 'https://127.0.0.1:1', /nothing listens there/),
  at('a server with a password in it', `https://admin:${canary}@127.0.0.1:1`, /holds a user/),
  at(
    'a server that is not known to DNS',
    'https://cluster.example.invalid:6443',
    /not known to DNS|DNS gave no answer/,
  ),
  at('a server that speaks no TLS', 'https://HOST', /does not speak TLS/),
  at('a page where the API should be', 'http://HOST/html', /not an API server/),
  at('a sign-in page where the API should be', 'http://HOST/login', /not an API server/),
  at('a server that knows no API', 'http://HOST/missing', /not an API server|404/),
  at('a server that says nothing', 'http://HOST/empty', /not an API server/),
  at('a server that stops halfway', 'http://HOST/half', /not an API server/),
  at('a server that answers a list', 'http://HOST/list', /not an API server/),
  at('a server that does not let in', 'http://HOST/unauthorized', /does not accept the credentials.*401/),
  at('a server that forbids', 'http://HOST/forbidden', /may not/),
  at('a server that hangs up', 'http://HOST/cut', /the connection was cut/),
  cluster(
    'an authority that is not there',
    'certificate-authority: /gone/ca.crt',
    /\/gone\/ca\.crt, which cannot be read/,
  ),
  cluster('an authority that is rubbish', `certificate-authority-data: ${rubbish}`, /certificate/),
  cluster('an authority that is no base64', 'certificate-authority-data: "%%%"', /authority is no PEM text/),
  user(
    'a certificate that is rubbish',
    `client-certificate-data: ${rubbish}, client-key-data: ${rubbish}`,
    /certificate|key/,
  ),
  user('a key without a certificate', `client-key-data: ${rubbish}`, /is no PEM text/),
  user('a token file that is not there', 'tokenFile: /gone/token', /\/gone\/token, which cannot be read/),
  user('a token with a line break', `token: "${canary}\\nX-Evil: 1"`, /token|header|credentials/),
  user(
    'a login program that is not installed',
    'exec: {apiVersion: client.authentication.k8s.io/v1, command: gone-login, installHint: "install gone-login from its page"}',
    /gone-login.*not installed.*install gone-login from its page/,
  ),
  user(
    'a login program without a name',
    'exec: {apiVersion: client.authentication.k8s.io/v1}',
    /no command is named/,
  ),
  user(
    'a login program that is a folder',
    'exec: {apiVersion: client.authentication.k8s.io/v1, command: /tmp}',
    /logs in with "\/tmp"/,
  ),
  exec('a login program that fails', 'exit 3', /ended with exit code 3/),
  exec('a login program that is killed', 'kill -9 $$', /it was ended by SIGKILL/),
  exec('a login program that prints no JSON', 'echo hello', /its answer is not JSON/),
  exec('a login program that prints null', 'echo null', /its answer/),
  exec('a login program that has no token', 'echo \'{"status": {}}\'', /neither a token nor a certificate/),
  exec(
    'a login program whose token is a number',
    'echo \'{"status": {"token": 7}}\'',
    /nothing listens|token/,
  ),
  user(
    'a provider of logins that is gone',
    'auth-provider: {name: gcp, config: {}}',
    /credentials of context "dev" cannot be used/,
  ),
]
