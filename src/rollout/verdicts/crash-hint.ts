import type { ContainerCase } from './cases.ts'
import { closedFolder, wantsRoot } from './denials.ts'
import { logsCommand } from './logs-command.ts'
import { isOwnContainer } from './name-subject.ts'
import { absentServiceHint, findAbsentService } from './unknown-service.ts'
import { memoryLimitOf } from './where-to-set.ts'

type Hint = { pattern: RegExp; tell(subject: ContainerCase, match: RegExpExecArray): string }

const then = 'then: k8sdeploy up'
const roleOf = ({ scope }: ContainerCase): string => scope.component.role

/** In capitals stand the codes of errors and the versions of libraries too; a code stands in brackets before its message. */
const variable = String.raw`\b(?<!version .)(?!ERR_|GLIBC|CXXABI|\w*SELF_SIGNED)([A-Z][A-Z\d]*_[A-Z\d_]+)\b(?!\.\d)`

/** Only of the component's own container is it k8sdeploy.yaml that says what it gets. */
const ownHints: Hint[] = [
  {
    pattern: closedFolder,
    tell: (subject) =>
      `name the folder that it writes to under ${roleOf(subject)}.writablePaths in k8sdeploy.yaml, ${then}`,
  },
  {
    pattern: /^(?=.*(?:permission denied|EACCES)).*(?:listen|bind|make_sock).*?(?::|, )(\d{1,3})\b/i,
    tell: (subject, [, port]) =>
      `let the ${roleOf(subject)} listen on another port than ${port}, which takes root’s rights, or set ${roleOf(subject)}.port to ${port} in k8sdeploy.yaml, ${then}`,
  },
  {
    pattern: /(?:EACCES|PermissionError).*['"](\/[^'"]+)['"]/,
    tell: (subject, [, path]) =>
      `let user 10001 (or the one of ${roleOf(subject)}.runAsUser) use ${path}: chown it in the Dockerfile, name its folder under ${roleOf(subject)}.writablePaths if it is for writing, or mount it with that group, ${then}`,
  },
  {
    pattern: new RegExp(
      String.raw`KeyError: '([A-Z][A-Z\d_]+)'|(?<!\[)${variable}(?=.*(?:[Rr]equired|[Mm]issing|must be set|must not be empty|not set|not found|undefined|is empty|NotPresent))|(?:[Rr]equired|[Mm]issing|not set|not found).*?${variable}|(\w+): Field required|resolve placeholder '([\w.]+)'`,
    ),
    tell(subject, [, ...names]) {
      const name = names.find((one) => one !== undefined)?.toUpperCase()
      return `give ${name} a value: ${roleOf(subject)}.env in k8sdeploy.yaml, or ${roleOf(subject)}.secrets if nobody may read it, ${then}`
    },
  },
]

const anyHints: Hint[] = [
  {
    pattern:
      /heap out of memory|OutOfMemoryError|Too small .*heap|insufficient memory for the Java|Native memory/i,
    tell: (subject) =>
      `raise ${memoryLimitOf(subject)}, and the heap that the program allows itself, ${then}`,
  },
  {
    pattern: /only run as pid 1\b/i,
    tell: () =>
      `its init has to be process 1: set rollout.shareProcessNamespace to false in the values.yaml of the chart, ${then}`,
  },
  {
    pattern: /\bP30(09|18)\b/,
    tell: () =>
      `correct that migration, and tell Prisma what became of it: npx prisma migrate resolve --rolled-back NAME, with this DATABASE_URL; ${then}`,
  },
  {
    pattern: /EADDRINUSE|address already in use|port \d+ (was|is) already in use/i,
    tell: () =>
      `somebody in this pod listens on that port already (its containers share one address): give each a port of its own, ${then}`,
  },
  {
    pattern: /\bEISDIR\b|IsADirectoryError|: is a directory/i,
    tell: () =>
      `a folder stands where it looks for a file: a subPath of a ConfigMap or Secret that has no such key makes one; correct volumeMounts in the chart, ${then}`,
  },
  {
    pattern:
      /self[- ]signed certificate|unable to (verify|get local issuer)|certificate verify failed|x509: .*unknown authority|PKIX path/i,
    tell: () =>
      `let the image trust who signed that certificate: install ca-certificates in the Dockerfile, or name its file in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, ${then}`,
  },
  {
    pattern: wantsRoot,
    tell: (subject) =>
      `its entrypoint wants root’s rights, which the pod does not have: let the ${roleOf(subject)}’s Dockerfile do that at build time (chown, USER), ${then}`,
  },
  {
    pattern:
      /invalid ELF header|Error loading shared library|another platform than|Could not load the "\w+" module|rollup-linux|locate the Query Engine/i,
    tell: (subject) =>
      `its packages were installed for another system: install them inside the ${roleOf(subject)}’s image, from the lock file (and keep node_modules out of it with .dockerignore), ${then}`,
  },
  {
    pattern: /version .(GLIBC|CXXABI|OPENSSL)[\w.]*. not found/,
    tell: (subject) =>
      `it was built on a newer base image than the one that runs it: build it in the image that runs it, or give both stages of the ${roleOf(subject)}’s Dockerfile the same base, ${then}`,
  },
  {
    pattern: /prisma generate/i,
    tell: (subject) => `let the ${roleOf(subject)}’s Dockerfile run npx prisma generate, ${then}`,
  },
  {
    pattern: /Cannot find (module|package)|No module named|GemNotFound|cannot load such file/i,
    tell: (subject) =>
      `let the ${roleOf(subject)}’s Dockerfile install what the message names (as a dependency for production too), ${then}`,
  },
]

/** What to change, where a program's last words say it; else where to read more of them. */
export const crashHint = (subject: ContainerCase, cause = ''): string => {
  const absent = findAbsentService(subject.memory, [cause])
  if (absent) return absentServiceHint(subject, absent)
  const known = isOwnContainer(subject) ? [...ownHints, ...anyHints] : anyHints
  for (const { pattern, tell } of known) {
    const match = pattern.exec(cause)
    if (match) return tell(subject, match)
  }
  return logsCommand(subject, { previous: true })
}
