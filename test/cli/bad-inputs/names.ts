import { type BadInput, bad } from './bad-input.ts'

const upAs = (what: string, namespace: string, says: RegExp): BadInput =>
  bad(what, ['up', '--sandbox', '-n', namespace], 2, says)

const elsewhere = { isElsewhere: true }

/** Namespaces, releases, environments and components that are none, and commands where there is nothing to work on. */
export const names: BadInput[] = [
  upAs('an empty namespace', '', /an empty text is not valid for --namespace/),
  upAs('a namespace in capitals', 'Shop', /--namespace: `Shop` is not a valid Kubernetes name/),
  upAs('a namespace with a space', 'my shop', /--namespace: `my shop`/),
  upAs('a namespace with a slash', 'shop/../default', /--namespace: `shop\/\.\.\/default`/),
  upAs('a namespace that runs a command', '$(rm -rf .)', /--namespace: `\$\(rm -rf \.\)`/),
  upAs('a namespace with a line break', 'a\nb', /--namespace: `a/),
  upAs('a namespace that would steer the terminal', 'a\u001b[31m', /--namespace: `a\\u001b\[31m`/),
  upAs('a namespace that reads backwards', 'a\u202eb', /--namespace: `a\\u202eb`/),
  upAs('a namespace of 64 letters', 'n'.repeat(64), /--namespace: .* has 64 characters; at most 63/),
  upAs('a namespace in Greek', 'αγορά', /--namespace: `αγορά`/),
  upAs('a namespace of an emoji', '🛒', /--namespace: `🛒`/),
  upAs('a namespace that is a flag', '--dry-run', /--namespace: `--dry-run`/),
  upAs('a namespace that ends with a dash', 'shop-', /--namespace: `shop-`/),
  upAs('a namespace of Kubernetes', 'kube-system', /belongs to Kubernetes itself/),
  bad(
    'a namespace of Kubernetes, to remove from',
    'down --sandbox --yes -n kube-system',
    2,
    /belongs to Kubernetes/,
  ),
  bad('a namespace that is none, to look at', ['status', '--sandbox', '-n', 'a b'], 2, /--namespace: `a b`/),
  bad('a namespace that is none, to render for', ['render', '-n', 'a/b'], 2, /--namespace: `a\/b`/),
  bad(
    'a namespace that is none, for logs',
    ['logs', '--sandbox', '--no-follow', '-n', '..'],
    2,
    /--namespace: `\.\.`/,
  ),
  bad('an environment that does not exist', 'up --sandbox --env prod', 2, /no environment "prod".*staging/),
  bad('a misspelt environment', 'status --sandbox --env stagin', 2, /no environment "stagin".*staging/),
  bad('an environment that leads to a file', 'render --env ../../etc/passwd', 2, /no environment/),
  bad('an environment that objects inherit', 'render --env constructor', 2, /no environment "constructor"/),
  bad('the prototype for an environment', 'up --sandbox --env __proto__', 2, /no environment "__proto__"/),
  bad('an empty environment', ['render', '--env', ''], 2, /an empty text is not valid for --env/),
  bad('a component that no pod has', 'logs database --sandbox --no-follow', 42, /nothing of shop.* runs/),
  bad(
    'a release that is no name',
    ['logs', '--sandbox', '--no-follow', '-n', 'shop', '--release', 'a b'],
    2,
    /--release.*a b/,
  ),
  bad(
    'a release that is a selector',
    ['open', '--sandbox', '--no-browser', '-n', 'shop', '--release', 'a,b!=c'],
    2,
    /--release.*a,b!=c/,
  ),
  bad(
    'an empty release',
    ['diagnose', '--sandbox', '--release', ''],
    2,
    /an empty text is not valid for --release/,
  ),
  bad('nothing to open', 'open --sandbox --no-browser', 2, /the sandbox forwards no ports/),
  bad('nothing to roll back', 'rollback --sandbox', 2, /no release|nothing/),
  bad('a revision that is not there', 'rollback --sandbox --to 7', 2, /nothing was released here/),
  bad('no sandbox to look at', 'status --sandbox', 11, /the sandbox is not running.*k8sdeploy up --sandbox/, {
    env: { K8SDEPLOY_SANDBOX_DIR: '/nowhere' },
  }),
  bad('no sandbox for a fault', 'sandbox fault backend crash', 11, /the sandbox is not running/, {
    env: { K8SDEPLOY_SANDBOX_DIR: '/nowhere' },
  }),
  bad(
    'a fault of a component that is no name',
    ['sandbox', 'fault', 'back end', 'crash'],
    2,
    /'back end' is not valid for <component>/,
  ),
  bad(
    'a folder for the sandbox that cannot be made',
    'sandbox up',
    2,
    /\/proc\/sandbox|K8SDEPLOY_SANDBOX_DIR/,
    { env: { K8SDEPLOY_SANDBOX_DIR: '/proc/sandbox' } },
  ),
  bad('nothing to deploy', 'up --sandbox', 2, /there is no k8sdeploy\.yaml.*k8sdeploy init/, elsewhere),
  bad('nothing to look at', 'status --sandbox', 2, /there is no k8sdeploy\.yaml/, elsewhere),
  bad('nothing to compare', 'diff --sandbox', 2, /there is no k8sdeploy\.yaml/, elsewhere),
  bad('nothing to render', 'render', 2, /there is no k8sdeploy\.yaml/, elsewhere),
  bad('nothing to remove', 'down --sandbox --yes', 2, /there is no k8sdeploy\.yaml/, elsewhere),
  bad('nothing to return to', 'rollback --sandbox', 2, /there is no k8sdeploy\.yaml/, elsewhere),
  bad('nothing to diagnose', 'diagnose --sandbox', 2, /no k8sdeploy\.yaml.*diagnose -n NAMESPACE/, elsewhere),
  bad(
    'nothing to read logs of',
    'logs --sandbox --no-follow',
    2,
    /no k8sdeploy\.yaml.*logs -n NAMESPACE/,
    elsewhere,
  ),
  bad(
    'nothing to open here',
    'open --sandbox',
    2,
    /no k8sdeploy\.yaml.*open -n NAMESPACE --release NAME/,
    elsewhere,
  ),
  bad('an undo that nobody confirmed', 'undo', 4, /nobody can be asked: Take back 20 files.*undo --yes/),
]
