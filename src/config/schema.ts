import { z } from 'zod'
import { checkHost, checkLabelName, checkName, checkNamespace, checkSubdomain } from './check-name.ts'
import { checkAbsolutePath } from './check-path.ts'
import { checkVersion } from './check-version.ts'
import { checkedText, wholeNumber } from './checked.ts'
import { checkRegistry } from './image-reference.ts'
import { component, frontend } from './schema-component.ts'
import { folder, urlPath, word, yesOrNo } from './schema-words.ts'

/** What `k8sdeploy.yaml` may hold. Nearly everything is optional: `completeConfig` fills in the rest. */

const secret = z
  .strictObject({
    from: z
      .enum(['env', 'env-file', 'cluster'])
      .optional()
      .meta({ description: 'Where `up` takes the value from; default env' }),
    key: word('Name of the variable there; default the secret’s own name').optional(),
    file: folder('For env-file: the file').optional(),
    required: yesOrNo('Default true').optional(),
  })
  .nullable()
  .meta({ description: 'Where the value comes from; the value itself is never written here' })

const environment = z.strictObject({
  context: word('Context of the kubeconfig').optional(),
  namespace: checkedText(checkNamespace, { description: 'Namespace' }).optional(),
  values: z.record(z.string(), z.unknown()).optional().meta({ description: 'Chart values that differ here' }),
})

export const configSchema = z.strictObject({
  version: z.literal(1).optional().meta({ description: 'Format of this file' }),
  name: checkedText(checkName, {
    description: 'Name of the application and of its helm release',
    pattern: '^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$',
  }),
  namespace: checkedText(checkNamespace, { description: 'Default: the name' }).optional(),
  chart: z
    .strictObject({
      path: folder('Folder of the helm chart; default `chart`').optional(),
      name: checkedText(checkLabelName, { description: 'Default: the name' }).optional(),
      version: checkedText(checkVersion, { description: 'SemVer; default 0.1.0' }).optional(),
      appVersion: word('Version of the application; default 0.1.0').optional(),
    })
    .optional(),
  access: z
    .strictObject({
      kind: z
        .enum(['node-port', 'load-balancer', 'ingress', 'gateway', 'port-forward'])
        .optional()
        .meta({ description: 'How people reach the frontend; default port-forward' }),
      host: checkedText(checkHost, { description: 'Host name for ingress and gateway' }).optional(),
      ingressClassName: checkedText(checkSubdomain, { description: 'IngressClass' }).optional(),
      gateway: z
        .strictObject({
          name: checkedText(checkSubdomain, { description: 'An existing Gateway' }),
          namespace: checkedText(checkLabelName, { description: 'Its namespace' }).optional(),
        })
        .optional(),
      tlsSecret: checkedText(checkSubdomain, {
        description: 'An existing TLS Secret, for ingress',
      }).optional(),
      apiPath: urlPath('Ingress and gateway: this path goes to the backend, e.g. /api').optional(),
    })
    .optional(),
  frontend,
  backend: component('backend'),
  database: z
    .strictObject({ secret: word('The name in `secrets` that holds the URL') })
    .nullable()
    .optional()
    .meta({ description: 'The PostgreSQL that the backend connects to; null: none' }),
  secrets: z.record(z.string(), secret).optional().meta({ description: 'Names and sources, never values' }),
  images: z
    .strictObject({
      registry: checkedText(checkRegistry, { description: 'Prefix such as localhost:5000/shop' }).optional(),
      delivery: z.enum(['auto', 'registry', 'containerd', 'none']).optional(),
      socket: checkedText(checkAbsolutePath, { description: 'For containerd: its socket' }).optional(),
      platform: z
        .string()
        .regex(/^linux\/(amd64|arm64|arm\/v7|s390x|ppc64le|riscv64)$/)
        .optional()
        .meta({ description: 'e.g. linux/arm64; default the platform of the nodes' }),
      pullSecret: checkedText(checkSubdomain, { description: 'An existing image pull Secret' }).optional(),
    })
    .optional(),
  networkPolicy: yesOrNo('Restrict traffic to what the parts need; default false').optional(),
  podDisruptionBudget: yesOrNo('Keep pods during node drains; default true').optional(),
  contexts: z
    .array(word('A context'))
    .optional()
    .meta({ description: 'Contexts allowed although not local' }),
  rollout: z
    .strictObject({
      timeoutSeconds: wholeNumber(30, 7200, 'How long `up` waits; default 300').optional(),
      soakSeconds: wholeNumber(0, 600, 'How long everything has to stay well; default 5').optional(),
    })
    .optional(),
  environments: z
    .record(z.string(), environment)
    .optional()
    .meta({ description: 'What differs by environment' }),
})

export type ConfigInput = z.input<typeof configSchema>
export type ComponentInput = ConfigInput['frontend']
