import * as z from 'zod/mini'
import { checkHost } from './check-name.ts'
import { checkAbsolutePath } from './check-path.ts'
import { checkNodePort } from './check-port.ts'
import { checkVariableValue } from './check-variable.ts'
import { about, checkedNumber, checkedText, wholeNumber } from './checked.ts'
import { mostReplicas } from './defaults.ts'
import { checkImage } from './image-reference.ts'
import { checkCpu, checkMemory } from './quantity.ts'
import { folder, port, urlPath, word, words, yesOrNo } from './schema-words.ts'

const quantities = (description: string) =>
  about(
    z.strictObject({
      cpu: z.optional(checkedText(checkCpu, { description: 'CPU, e.g. 100m' })),
      memory: z.optional(checkedText(checkMemory, { description: 'Memory, e.g. 256Mi' })),
    }),
    description,
  )

const probe = (description: string) =>
  about(
    z.strictObject({
      path: z.optional(urlPath('HTTP GET on this path has to answer 200–399')),
      tcp: z.optional(about(z.literal(true), 'The port has to accept a connection')),
      command: z.optional(words('The command has to exit with 0')),
      host: z.optional(checkedText(checkHost, { description: 'Host header, for servers that check it' })),
      periodSeconds: z.optional(wholeNumber(1, 3600, 'Seconds between two probes')),
      timeoutSeconds: z.optional(wholeNumber(1, 3600, 'Seconds that an answer may take')),
      failureThreshold: z.optional(wholeNumber(1, 1000, 'Failures in a row that count')),
    }),
    description,
  )

const variables = (description: string) =>
  about(
    z.record(z.string(), checkedText(checkVariableValue, { description: 'Text; numbers need quotes' })),
    description,
  )

const secretBinding = z.union([
  word('A name from `secrets`; the variable has the same name'),
  z.strictObject({ name: word('A name from `secrets`'), as: word('The variable that the component reads') }),
])

/** What either component may be told. */
export const component = (role: string) =>
  about(
    z.strictObject({
      dir: z.optional(folder(`Folder of the ${role}; default \`${role}\``)),
      port: port('The port that the application listens on'),
      build: z.optional(
        about(
          z.strictObject({
            context: z.optional(folder('Docker build context; default `dir`')),
            dockerfile: z.optional(folder('Relative to the project; default `Dockerfile` in `dir`')),
            args: z.optional(variables('Build-time variables; never secrets')),
            target: z.optional(word('Stage of the Dockerfile to build')),
          }),
          'How the image is built',
        ),
      ),
      image: z.optional(checkedText(checkImage, { description: 'A ready-made image instead of a build' })),
      start: z.optional(
        words(
          'How the sandbox runs it, e.g. ["node", "server.js"]; in a cluster the image, or `command`, says it',
        ),
      ),
      command: z.optional(words('What the container runs in place of the image’s ENTRYPOINT')),
      args: z.optional(words('What it is given in place of the image’s CMD')),
      migrate: z.optional(
        words(
          'Backend only: run once in its image before each release, e.g. ["npx", "prisma", "migrate", "deploy"]',
        ),
      ),
      replicas: z.optional(wholeNumber(1, mostReplicas, 'Number of pods; default 2')),
      resources: z.optional(
        about(
          z.strictObject({
            requests: z.optional(quantities('What the scheduler keeps free')),
            limits: z.optional(quantities('What it may use at most')),
          }),
          'CPU and memory',
        ),
      ),
      service: z.optional(
        about(
          z.strictObject({
            type: z.optional(z.enum(['ClusterIP', 'NodePort', 'LoadBalancer'])),
            port: z.optional(port('Port of the Service; default the port of the application')),
            nodePort: z.optional(
              checkedNumber(checkNodePort, {
                description: 'Port on every node; left out, Kubernetes picks one',
                minimum: 30000,
                maximum: 32767,
              }),
            ),
          }),
          'The Service in front of the pods',
        ),
      ),
      env: z.optional(variables('Run-time variables, kept in a ConfigMap')),
      secrets: z.optional(about(z.array(secretBinding), 'Secrets that this component reads')),
      probes: z.optional(
        z.strictObject({
          readiness: z.optional(probe('May this pod get traffic?')),
          liveness: z.optional(probe('Must this container be restarted? Never asks the database')),
          startup: z.optional(probe('Has it started? Until then the others wait')),
        }),
      ),
      hpa: z.optional(
        about(
          z.strictObject({
            minReplicas: z.optional(
              wholeNumber(1, mostReplicas, 'At least so many pods; default `replicas`'),
            ),
            maxReplicas: wholeNumber(1, mostReplicas, 'At most so many pods'),
            cpuPercent: z.optional(wholeNumber(1, 1000, 'Of the requested CPU; default 80')),
          }),
          'Scale by CPU use; needs metrics-server',
        ),
      ),
      terminationGracePeriodSeconds: z.optional(wholeNumber(1, 3600, 'Seconds to finish; default 30')),
      runAsUser: z.optional(
        z.nullable(wholeNumber(1, 2147483647, 'Numeric user; null leaves it to the image; default 10001')),
      ),
      readOnlyRootFilesystem: z.optional(yesOrNo('Default true')),
      writablePaths: z.optional(
        about(
          z.array(checkedText(checkAbsolutePath, { description: 'Folder in the container' })),
          'Folders besides /tmp that can be written',
        ),
      ),
    }),
    `The ${role}`,
  )

export const frontend = about(
  z.extend(component('frontend'), {
    backendUrlEnv: z.optional(
      about(z.string(), 'Variable with the backend’s in-cluster URL; default BACKEND_URL; empty: none'),
    ),
  }),
  'The frontend',
)
