import { envPairs } from '../env-pairs.ts'
import { type Check, type Problem, problem } from '../problem.ts'

const secretName =
  /(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE_KEY|API_KEY|ACCESS_KEY|DATABASE_URL|_DSN)/
const credentials = /:\/\/[^/\s:@]+:[^@\s]+@/
const placeholder = /^(dummy|placeholder|changeme|build|unset|none|x+|fake|test)?[\w-]*$/i

const bakedIn: Check = (file) =>
  file.stages.flat().flatMap((one): Problem[] => {
    if (one.name !== 'ENV' && one.name !== 'ARG') return []
    return envPairs(one.rest).flatMap(({ name, value }): Problem[] => {
      const isSecret =
        credentials.test(value) ||
        (secretName.test(name) &&
          value !== '' &&
          !value.startsWith('$') &&
          !/^(dummy|placeholder|changeme|build|x+)/i.test(value))
      if (isSecret)
        return [
          problem(
            'secret-in-image',
            one,
            `${name} puts a secret into the image, where everybody who has the image reads it`,
            'take it out, change the secret, and give it to k8sdeploy as a secret',
          ),
        ]
      if (one.name === 'ARG' && secretName.test(name) && !placeholder.test(value))
        return [
          problem(
            'secret-in-image',
            one,
            `a build argument ${name} stays in the image’s history`,
            'read it when the server runs',
          ),
        ]
      return []
    })
  })

const copiesEnvFile: Check = (file) =>
  file.stages
    .flat()
    .filter(
      ({ name, rest }) =>
        /^(COPY|ADD)$/.test(name) &&
        /(^|[\s"/])\.env(\.(local|production|development))?([\s",]|$)/.test(rest),
    )
    .map((one) =>
      problem(
        'copies-env-file',
        one,
        'a .env file becomes part of the image',
        'remove the line: k8sdeploy hands secrets to the pod',
      ),
    )

export const secrets: Check[] = [bakedIn, copiesEnvFile]
