import { z } from 'zod'
import { checkHost } from './check-name.ts'
import { checkAbsolutePath } from './check-path.ts'
import { checkNodePort } from './check-port.ts'
import { checkVariableValue } from './check-variable.ts'
import { checkedNumber, checkedText, wholeNumber } from './checked.ts'
import { checkImage } from './image-reference.ts'
import { checkCpu, checkMemory } from './quantity.ts'
import { folder, port, urlPath, word, yesOrNo } from './schema-words.ts'

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

/** What either component may be told. */
export const component = (role: string) =>
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

export const frontend = component('frontend')
  .extend({
    backendUrlEnv: z
      .string()
      .optional()
      .meta({ description: 'Variable with the backend’s in-cluster URL; default BACKEND_URL; empty: none' }),
  })
  .meta({ description: 'The frontend' })
