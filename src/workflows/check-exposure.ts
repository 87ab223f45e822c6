import { findCopy } from '../dockerfile/find-copy.ts'
import { readDockerfile } from '../dockerfile/read-dockerfile.ts'
import { DeployError } from '../errors.ts'
import type { Files, ImageBuild, Images, SecretFile, Secrets } from '../ports.ts'
import type { PlannedImage } from './plan-images.ts'

type Needs = {
  files: Files
  images: Images
  secrets: Pick<Secrets, 'finder'>
  warn: (message: string) => void
}
/** A file of the context that the image would hold, and the line that copies it. */
type Exposed = SecretFile & { build: ImageBuild; line: number }

/** An image is read by everybody who has it: it may not hold a secret of the project, and other logins are told. */
export async function checkExposure(
  planned: PlannedImage[],
  values: Record<string, string>,
  needs: Needs,
): Promise<void> {
  const find = needs.secrets.finder(values)
  const builds = planned.flatMap(({ build, present }) => (build && !present ? build : []))
  for (const build of builds) {
    const text = (await needs.files.read(build.dockerfile)) ?? ''
    checkWritten(build, text, find)
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
function checkWritten(build: ImageBuild, text: string, find: (text: string) => string[]): void {
  const line = text.split('\n').findIndex((one) => find(one).length > 0)
  const written = find(text.split('\n')[line] ?? '')
  if (written.length > 0)
    throw refused(
      build,
      `${build.dockerfile}:${line + 1} holds the value of ${written.join(', ')}`,
      'take it out',
    )
  for (const [name, given] of Object.entries(build.args)) {
    const found = find(given)
    if (found.length > 0)
      throw refused(
        build,
        `the build argument ${name} is the value of ${found.join(', ')}`,
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
