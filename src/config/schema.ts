import { z } from 'zod'
import { checkHost, checkLabelName, checkName, checkNamespace, checkSubdomain } from './check-name.ts'
import { checkAbsolutePath, checkFolder, checkUrlPath } from './check-path.ts'
import { checkNodePort, checkPort } from './check-port.ts'
import { checkVariableValue } from './check-variable.ts'
import { checkVersion } from './check-version.ts'
import { checkedNumber, checkedText, wholeNumber } from './checked.ts'
import { checkImage, checkRegistry } from './image-reference.ts'
import { checkCpu, checkMemory } from './quantity.ts'

/** What `k8sdeploy.yaml` may hold. Nearly everything is optional: `completeConfig` fills in the rest. */

const word = (description: string) => z.string().min(1).meta({ description })
const yesOrNo = (description: string) => z.boolean().meta({ description })
const folder = (description: string) => checkedText(checkFolder, { description })
const urlPath = (description: string) => checkedText(checkUrlPath, { description })
const port = (description: string) => checkedNumber(checkPort, { description, minimum: 1, maximum: 65535 })

const quantities = (description: string) =>
  z
    .strictObject({
      cpu: checkedText(checkCpu, { description: 'CPU, e.g. 100m' }).optional(),
      memory: checkedText(checkMemory, { description: 'Memory, e.g. 256Mi' }).optional(),
    })
    .meta({ description })

const probe = (description: string) =>
  z
    .strictObject({
      path: urlPath('HTTP GET on this path has to answer 200–399').optional(),
      tcp: z.literal(true).optional().meta({ description: 'The port has to accept a connection' }),
      command: z.array(z.string()).min(1).optional().meta({ description: 'The command has to exit with 0' }),
      host: checkedText(checkHost, { description: 'Host header, for servers that check it' }).optional(),
      periodSeconds: wholeNumber(1, 3600, 'Seconds between two probes').optional(),
      timeoutSeconds: wholeNumber(1, 3600, 'Seconds that an answer may take').optional(),
      failureThreshold: wholeNumber(1, 1000, 'Failures in a row that count').optional(),
    })
    .meta({ description })

const variables = (description: string) =>
  z
    .record(z.string(), checkedText(checkVariableValue, { description: 'Text; numbers need quotes' }))
    .meta({ description })

const secretBinding = z.union([
  word('A name from `secrets`; the variable has the same name'),
  z.strictObject({ name: word('A name from `secrets`'), as: word('The variable that the component reads') }),
])

const component = (role: string) =>
  z
    .strictObject({
      dir: folder(`Folder of the ${role}; default \`${role}\``).optional(),
      port: port('The port that the application listens on'),
      build: z
        .strictObject({
          context: folder('Docker build context; default `dir`').optional(),
          dockerfile: folder('Relative to the project; default `Dockerfile` in `dir`').optional(),
          args: variables('Build-time variables; never secrets').optional(),
          target: word('Stage of the Dockerfile to build').optional(),
        })
        .optional()
        .meta({ description: 'How the image is built' }),
      image: checkedText(checkImage, { description: 'A ready-made image instead of a build' }).optional(),
      start: z
        .array(z.string())
        .min(1)
        .optional()
        .meta({ description: 'How the sandbox runs it, e.g. ["node", "server.js"]' }),
      replicas: wholeNumber(1, 1000, 'Number of pods; default 2').optional(),
      resources: z
        .strictObject({
          requests: quantities('What the scheduler keeps free').optional(),
          limits: quantities('What it may use at most').optional(),
        })
        .optional()
        .meta({ description: 'CPU and memory' }),
      service: z
        .strictObject({
          type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).optional(),
          port: port('Port of the Service; default the port of the application').optional(),
          nodePort: checkedNumber(checkNodePort, {
            description: 'Port on every node; left out, Kubernetes picks one',
            minimum: 30000,
            maximum: 32767,
          }).optional(),
        })
        .optional()
        .meta({ description: 'The Service in front of the pods' }),
      env: variables('Run-time variables, kept in a ConfigMap').optional(),
      secrets: z.array(secretBinding).optional().meta({ description: 'Secrets that this component reads' }),
      probes: z
        .strictObject({
          readiness: probe('May this pod get traffic?').optional(),
          liveness: probe('Must this container be restarted? Never asks the database').optional(),
          startup: probe('Has it started? Until then the others wait').optional(),
        })
        .optional(),
      hpa: z
        .strictObject({
          minReplicas: wholeNumber(1, 1000, 'At least so many pods; default `replicas`').optional(),
          maxReplicas: wholeNumber(1, 1000, 'At most so many pods'),
          cpuPercent: wholeNumber(1, 1000, 'Of the requested CPU; default 80').optional(),
        })
        .optional()
        .meta({ description: 'Scale by CPU use; needs metrics-server' }),
      terminationGracePeriodSeconds: wholeNumber(1, 3600, 'Seconds to finish; default 30').optional(),
      runAsUser: wholeNumber(1, 2147483647, 'Numeric user; null leaves it to the image; default 10001')
        .nullable()
        .optional(),
      readOnlyRootFilesystem: yesOrNo('Default true').optional(),
      writablePaths: z
        .array(checkedText(checkAbsolutePath, { description: 'Folder in the container' }))
        .optional()
        .meta({ description: 'Folders besides /tmp that can be written' }),
    })
    .meta({ description: `The ${role}` })

const frontend = component('frontend')
  .extend({
    backendUrlEnv: z
      .string()
      .optional()
      .meta({ description: 'Variable with the backend’s in-cluster URL; default BACKEND_URL; empty: none' }),
  })
  .meta({ description: 'The frontend' })

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
