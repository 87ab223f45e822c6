import { type BadInput, bad } from './bad-input.ts'
import { goodUrl } from './good-project.ts'

const script = (body: string) => `#!/bin/sh\n${body}\n`
const helm = (what: string, body: string, code: number, says: RegExp): BadInput =>
  bad(what, 'render', code, says, { tools: { helm: script(body) } })

/** Says which helm it is as a good one does, and then goes wrong. */
const until = (version: string, body: string) =>
  `case "$1" in version) echo ${version}; exit 0;; esac\n${body}`

const upWith = (what: string, tools: Record<string, string>, code: number, says: RegExp): BadInput =>
  bad(what, 'up --sandbox --skip database', code, says, {
    tools: Object.fromEntries(Object.entries(tools).map(([name, body]) => [name, script(body)])),
    env: { DATABASE_URL: goodUrl },
  })

/** A helm that is missing, old, hangs, dies, or prints something else. */
export const tools: BadInput[] = [
  bad('no helm', 'render', 10, /helm is not installed.*helm\.sh/, { env: { K8SDEPLOY_HELM: '' } }),
  bad('a helm that is named and not there', 'render', 10, /\/gone\/helm is not installed/, {
    env: { K8SDEPLOY_HELM: '/gone/helm' },
  }),
  bad('a helm that is a folder', 'render', 10, /\/tmp may not be executed/, {
    env: { K8SDEPLOY_HELM: '/tmp' },
  }),
  bad('a helm that is a text', 'render', 10, /k8sdeploy\.yaml may not be executed/, {
    env: { K8SDEPLOY_HELM: './k8sdeploy.yaml' },
  }),
  bad('a helm that is no program', 'render', 30, /does not render/, {
    tools: { helm: '\u007fELF\u0002rubbish' },
  }),
  bad('a helm whose shell is not there', 'render', 10, /helm is not installed/, {
    tools: { helm: '#!/gone/sh\n' },
  }),
  helm('a helm that fails without a word', 'exit 3', 30, /helm ended with exit code 3 without a word/),
  helm(
    'a helm that is killed',
    'kill -9 $$',
    30,
    /helm ended with exit code 137 without a word.*lack of memory/,
  ),
  helm('a helm that says that it was killed', 'exit 137', 30, /exit code 137/),
  helm('a helm that prints nothing', 'exit 0', 30, /helm printed no object at all/),
  helm('a helm that prints a greeting', 'echo hello', 30, /no kind/),
  helm(
    'a helm that prints NUL bytes',
    'printf "\\000\\001\\002"',
    30,
    /renders to something that is no release/,
  ),
  helm(
    'a helm that prints HTML',
    'echo "<html><body>Sign in</body></html>"',
    30,
    /renders to something that is no release|no kind/,
  ),
  helm('a helm that would steer the terminal', 'printf "\\033[2Jgone\\n" >&2; exit 1', 30, /does not render/),
  helm(
    'a helm that speaks another language',
    'echo "Erreur: graphique introuvable" >&2; exit 1',
    30,
    /Erreur: graphique introuvable/,
  ),
  upWith(
    'a helm of a former age',
    { helm: 'echo v2.17.0' },
    10,
    /helm v2\.17\.0; k8sdeploy works with helm 3 and 4/,
  ),
  upWith('a helm without a version', { helm: 'echo hello' }, 10, /does not say which helm it is: hello/),
  upWith(
    'a helm whose version fails',
    { helm: 'echo "no such flag" >&2; exit 1' },
    10,
    /does not say which helm it is: no such flag/,
  ),
  upWith('a helm whose version is killed', { helm: 'kill -9 $$' }, 10, /does not say which helm it is/),
  upWith(
    'a helm that lints nothing',
    { helm: until('v3.99.0', 'exit 1') },
    30,
    /exit code 1|does not render/,
  ),
  upWith('a helm that only renders', { helm: until('v4.0.0', 'echo hello') }, 30, /no kind/),
]
