import * as z from 'zod/mini'
import { checkHost, checkLabelName, checkName, checkNamespace, checkSubdomain } from './check-name.ts'
import { checkAbsolutePath } from './check-path.ts'
import { checkVersion } from './check-version.ts'
import { about, checkedText, wholeNumber } from './checked.ts'
import { checkRegistry } from './image-reference.ts'
import { component, frontend } from './schema-component.ts'
import { folder, urlPath, word, yesOrNo } from './schema-words.ts'

/** What `k8sdeploy.yaml` may hold. Nearly everything is optional: `completeConfig` fills in the rest. */

const secret = about(
  z.nullable(
    z.strictObject({
      from: z.optional(
        about(
          z.enum(['env', 'env-file', 'cluster', 'database', 'neon']),
          'Where `up` takes the value from; `database`: made from the database’s URL; `neon`: asked of Neon’s API with $NEON_API_KEY; default env',
        ),
      ),
      key: z.optional(
        word('Name of the variable there, default the secret’s own name; of `database` the form or part'),
      ),
      file: z.optional(folder('For env-file: the file')),
      project: z.optional(word('For neon: the ID of the project, such as quiet-sun-12345678')),
      branch: z.optional(
        word('For neon: name of the branch; default that of the release, so one for each namespace'),
      ),
      parent: z.optional(
        word('For neon: the branch that a new one is made from; default the project’s default branch'),
      ),
      database: z.optional(word('For neon: default the only one, or neondb')),
      role: z.optional(word('For neon: default the owner of the database')),
      pooled: z.optional(
        yesOrNo('For neon: through its connection pooler, past which migrations go; default true'),
      ),
      required: z.optional(yesOrNo('Default true')),
    }),
  ),
  'Where the value comes from; the value itself is never written here',
)

const environment = z.strictObject({
  context: z.optional(word('Context of the kubeconfig')),
  namespace: z.optional(checkedText(checkNamespace, { description: 'Namespace' })),
  values: z.optional(about(z.record(z.string(), z.unknown()), 'Chart values that differ here')),
})

const socket = checkedText(checkAbsolutePath, { description: 'Absolute path of a containerd socket' })

export const configSchema = z.strictObject({
  version: z.optional(about(z.literal(1), 'Format of this file')),
  name: checkedText(checkName, {
    description: 'Name of the application and of its helm release',
    pattern: '^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$',
  }),
  namespace: z.optional(checkedText(checkNamespace, { description: 'Default: the name' })),
  chart: z.optional(
    z.strictObject({
      path: z.optional(folder('Folder of the helm chart; default `chart`')),
      name: z.optional(checkedText(checkLabelName, { description: 'Default: the name' })),
      version: z.optional(checkedText(checkVersion, { description: 'SemVer; default 0.1.0' })),
      appVersion: z.optional(word('Version of the application; default 0.1.0')),
    }),
  ),
  access: z.optional(
    z.strictObject({
      kind: z.optional(
        about(
          z.enum(['node-port', 'load-balancer', 'ingress', 'gateway', 'port-forward']),
          'How people reach the frontend; default port-forward',
        ),
      ),
      host: z.optional(checkedText(checkHost, { description: 'Host name for ingress and gateway' })),
      ingressClassName: z.optional(checkedText(checkSubdomain, { description: 'IngressClass' })),
      gateway: z.optional(
        z.strictObject({
          name: checkedText(checkSubdomain, { description: 'An existing Gateway' }),
          namespace: z.optional(checkedText(checkLabelName, { description: 'Its namespace' })),
        }),
      ),
      tlsSecret: z.optional(
        checkedText(checkSubdomain, {
          description: 'An existing TLS Secret, for ingress',
        }),
      ),
      apiPath: z.optional(urlPath('Ingress and gateway: this path goes to the backend, e.g. /api')),
    }),
  ),
  frontend,
  backend: component('backend'),
  database: z.optional(
    about(
      z.nullable(z.strictObject({ secret: word('The name in `secrets` that holds the URL') })),
      'The PostgreSQL that the backend connects to; null: none',
    ),
  ),
  secrets: z.optional(about(z.record(z.string(), secret), 'Names and sources, never values')),
  images: z.optional(
    z.strictObject({
      registry: z.optional(checkedText(checkRegistry, { description: 'Prefix such as localhost:5000/shop' })),
      delivery: z.optional(z.enum(['auto', 'registry', 'containerd', 'none'])),
      socket: z.optional(
        about(
          z.union([socket, z.array(socket).check(z.minLength(1))]),
          'For containerd: its socket, or a list with the socket of each node',
        ),
      ),
      platform: z.optional(
        about(
          z.enum([
            'linux/amd64',
            'linux/arm64',
            'linux/arm/v7',
            'linux/s390x',
            'linux/ppc64le',
            'linux/riscv64',
          ]),
          'Default the platform of the nodes',
        ),
      ),
      pullSecret: z.optional(checkedText(checkSubdomain, { description: 'An existing image pull Secret' })),
    }),
  ),
  networkPolicy: z.optional(yesOrNo('Restrict traffic to what the parts need; default false')),
  podDisruptionBudget: z.optional(yesOrNo('Keep pods during node drains; default true')),
  contexts: z.optional(about(z.array(word('A context')), 'Contexts allowed although not local')),
  rollout: z.optional(
    z.strictObject({
      timeoutSeconds: z.optional(wholeNumber(30, 7200, 'How long `up` waits; default 300')),
      soakSeconds: z.optional(wholeNumber(0, 600, 'How long everything has to stay well; default 5')),
      onFailure: z.optional(
        about(
          z.enum(['rollback', 'keep', 'ask']),
          'After a failed release: back to the last verified revision, or keep it; default ask',
        ),
      ),
    }),
  ),
  environments: z.optional(about(z.record(z.string(), environment), 'What differs by environment')),
})

export type ConfigInput = z.input<typeof configSchema>
export type ComponentInput = ConfigInput['frontend']
