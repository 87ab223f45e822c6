import { type BadInput, bad, type Content } from './bad-input.ts'
import { canary } from './good-project.ts'

const answer = (what: string, flag: string, value: string, says: RegExp): BadInput =>
  bad(what, ['init', '--yes', '--name', 'shop', flag, value], 2, says)

const file = (what: string, content: Content, says: RegExp): BadInput =>
  bad(what, 'init --yes --from answers.yaml', 2, says, { files: { 'answers.yaml': content } })

/** Answers to the questions of `init`, by flag, environment and file. */
export const answers: BadInput[] = [
  answer('a name with a space', '--name', 'my shop', /--name: `my shop`.*my-shop/),
  answer('a name in capitals', '--name', 'Shop', /--name: `Shop`.*shop/),
  answer('a name that runs a command', '--name', '$(rm -rf .)', /--name: `\$\(rm -rf \.\)`/),
  answer('a name of 54 letters', '--name', 's'.repeat(54), /--name: .*54 characters/),
  answer('an empty name', '--name', '', /--name/),
  answer('a name in Chinese', '--name', '商店', /--name: `商店`/),
  answer('a name with a line break', '--name', 'a\nb', /--name/),
  answer('a namespace of Kubernetes', '--namespace', 'kube-public', /--namespace: .*belongs to Kubernetes/),
  answer('a folder outside', '--frontend-dir', '../frontend', /--frontend-dir: .*leads out of the project/),
  answer('a folder at the root', '--backend-dir', '/etc', /--backend-dir: .*not relative/),
  answer('a chart outside', '--chart-path', '../chart', /--chart-path: .*leads out of the project/),
  answer('port 0', '--frontend-port', '0', /--frontend-port: there is no port 0/),
  answer('a port beyond the last', '--backend-port', '65536', /--backend-port: there is no port 65536/),
  answer('a port in words', '--backend-port', 'abc', /--backend-port: `abc` is not a whole number/),
  answer('half a port', '--backend-port', '80.5', /--backend-port: `80\.5` is not a whole number/),
  answer('a node port of another world', '--frontend-node-port', '80', /--frontend-node-port: .*30000/),
  answer('no replicas', '--backend-replicas', '0', /--backend-replicas/),
  answer('replicas in words', '--backend-replicas', 'two', /--backend-replicas: `two` is not a whole number/),
  answer('CPU in gibibytes', '--backend-cpu-limit', '1Gi', /--backend-cpu-limit: .*cores/),
  answer('memory in thousandths', '--backend-memory-limit', '512m', /--backend-memory-limit: .*512Mi/),
  answer('a request above its limit', '--backend-memory-request', '10Gi', /memory.*above the limit/),
  answer(
    'an unknown access',
    '--access',
    'nodeport',
    /--access: `nodeport` is not one of the choices.*node-port/,
  ),
  answer('a variable without a value', '--backend-env', 'GREETING', /--backend-env: `GREETING` has no `=`/),
  answer('a variable that is no name', '--backend-env', '1A=x', /--backend-env: `1A`/),
  answer(
    'a password for a variable',
    '--backend-env',
    `URL=postgresql://u:${canary}@h/db`,
    /--backend-env: .*password/,
  ),
  answer(
    'a password for a secret name',
    '--backend-secrets',
    `postgresql://u:${canary}@h/db`,
    /--backend-secrets/,
  ),
  answer('a source that does not exist', '--secrets', 'vault', /--secrets/),
  answer(
    'a password for a source',
    '--secrets-sources',
    `DATABASE_URL=postgresql://u:${canary}@h/db`,
    /--secrets-sources/,
  ),
  answer(
    'a file of secrets outside',
    '--secrets-file',
    '../.env',
    /--secrets-file: .*leads out of the project/,
  ),
  answer('an image that moves', '--backend-image', 'shop:latest', /--backend-image: .*moves/),
  answer('a registry that is a URL', '--registry', 'https://r.example', /--registry: .*not a registry/),
  answer('a chart version of one number', '--chart-version', '1', /--chart-version: .*SemVer/),
  answer(
    'yes in other words',
    '--network-policy',
    'perhaps',
    /--network-policy: `perhaps` is neither yes nor no/,
  ),
  bad('an ingress without a host', 'init --yes --access ingress', 4, /--access-host/),
  bad('an answer that is missing', 'init --yes', 4, /--frontend-dir.*--backend-port/, { isElsewhere: true }),
  bad('a port in the environment', 'init --yes', 2, /K8SDEPLOY_BACKEND_PORT: `abc` is not a whole number/, {
    env: { K8SDEPLOY_BACKEND_PORT: 'abc' },
  }),
  bad(
    'three mistakes at once',
    'init --yes --name A --backend-port x --access y',
    2,
    /3 answers are not valid; nothing was written/,
  ),
  bad('no name for the answers', ['init', '--yes', '--from'], 2, /--from needs a value: <file>/),
  bad('an empty name for the answers', ['init', '--yes', '--from', ''], 2, /--from/),
  bad(
    'answers outside',
    'init --yes --from ../answers.yaml',
    2,
    /"\.\.\/answers\.yaml" is not a file inside/,
  ),
  bad('answers at the root', 'init --yes --from /etc/passwd', 2, /"\/etc\/passwd" is not a file inside/),
  file('answers that are not there', undefined, /there is no answers\.yaml in/),
  file('a folder of answers', { folder: true }, /answers\.yaml is a folder/),
  file(
    'answers that are a link outside',
    { link: '/etc/hostname' },
    /answers\.yaml is a link that leads out/,
  ),
  file('empty answers', '', /answers\.yaml:1:1 the file is empty/),
  file('answers that are no YAML', 'name: [', /answers\.yaml:.*not valid YAML/),
  file('answers of bytes', Uint8Array.from([255, 254, 0, 1]), /answers\.yaml:1:1 this is not UTF-8 text/),
  file('a list of answers', '- shop\n', /answers\.yaml:1:1 .*no `key: value` lines/),
  file('a misspelt answer', 'nmae: shop\n', /unknown answer `nmae`; did you mean `name`\?/),
  file('an answer twice', 'name: a\nname: b\n', /answers\.yaml:2:1 .*duplicated/),
  file(
    'an answer of the wrong kind',
    'name: shop\nfrontend: {port: {a: 1}}\n',
    /answers\.yaml:.*frontend\.port/,
  ),
  file(
    'a list for a port',
    'name: shop\nfrontend: {port: [1, 2]}\n',
    /answers\.yaml: `1,2` is not a whole number/,
  ),
  file('the prototype among the answers', 'name: shop\n__proto__: {a: 1}\n', /__proto__/),
  file(
    'a password among the answers',
    `name: shop\nbackend: {env: {URL: "postgresql://u:${canary}@h/db"}}\n`,
    /answers\.yaml: .*password/,
  ),
]
