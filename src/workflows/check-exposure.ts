import { findCopy } from '../dockerfile/find-copy.ts'
import { readDockerfile } from '../dockerfile/read-dockerfile.ts'
import { DeployError } from '../errors.ts'
import type { Files, ImageBuild, Images, SecretFile } from '../ports.ts'
import type { PlannedImage } from './plan-images.ts'

type Needs = { files: Files; images: Images; warn: (message: string) => void }
/** A file of the context that the image would hold, and the line that copies it. */
type Exposed = SecretFile & { build: ImageBuild; line: number }

/** Shorter values turn up in many a file by chance. */
const shortest = 12

/** An image is read by everybody who has it: it may not hold a secret of the project, and other logins are told. */
export async function checkExposure(
  planned: PlannedImage[],
  secrets: Record<string, string>,
  needs: Needs,
): Promise<void> {
  const values = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value.length >= shortest))
  const builds = planned.flatMap(({ build, present }) => (build && !present ? build : []))
  for (const build of builds) {
    const text = (await needs.files.read(build.dockerfile)) ?? ''
    checkWritten(build, text, values)
    const exposed = (await needs.images.secretFiles(build, values)).flatMap((file) =>
      expose(file, build, text),
    )
    const certain = exposed.find((one) => one.secrets.length > 0)
    if (certain) throw holdsSecret(certain)
    for (const { path, line, looksLike } of exposed)
      needs.warn(
        `the image of ${build.component} will hold ${path}, which is ${looksLike} (${build.dockerfile}:${line} copies it): leave it out with ${ignoreFile(build)}`,
      )
  }
}

function expose(file: SecretFile, build: ImageBuild, dockerfile: string): Exposed[] {
  const copy = findCopy(readDockerfile(build.dockerfile, dockerfile), build.target, file.path)
  return copy ? [{ ...file, build, line: copy.line }] : []
}

/** In the Dockerfile itself, or among the build arguments: both stay in the image's history. */
function checkWritten(build: ImageBuild, text: string, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const line = text.split('\n').findIndex((one) => one.includes(value)) + 1
    if (line > 0)
      throw refused(build, `${build.dockerfile}:${line} holds the value of ${name}`, 'take it out')
    const arg = Object.entries(build.args).find(([, given]) => given.includes(value))
    if (arg)
      throw refused(
        build,
        `the build argument ${arg[0]} is the value of ${name}`,
        'take it out of build.args',
      )
  }
}

const holdsSecret = ({ build, path, secrets, line }: Exposed): DeployError =>
  refused(
    build,
    `${path} holds the value of ${secrets.join(', ')}, and ${build.dockerfile}:${line} copies it`,
    `leave it out: write ${path} into ${ignoreFile(build)}`,
  )

const refused = ({ component }: ImageBuild, evidence: string, advice: string): DeployError =>
  new DeployError('BUILD_FAILED', `the image of ${component} would hold a secret: ${evidence}`, {
    hint: `${advice}; k8sdeploy hands secrets to the pods when they start`,
    state: 'nothing was built',
    next: ['k8sdeploy up'],
  })

const ignoreFile = ({ context }: ImageBuild) =>
  context === '.' ? '.dockerignore' : `${context}/.dockerignore`
