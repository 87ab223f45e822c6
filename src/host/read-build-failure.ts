export type BuildFailure = { step: string | undefined; lines: string[]; hint: string }

const shownLines = 15

/** Which step failed and what it said last, from the output of either builder. */
export function readBuildFailure(lines: string[]): BuildFailure {
  const failed = failedVertex(lines)
  const own =
    failed === undefined ? classicStep(lines) : lines.filter((line) => line.startsWith(`#${failed} `))
  const step = own.map(stepOf).find((found) => found !== undefined)
  const said = own
    .filter((line) => stepOf(line) === undefined)
    .map(withoutPrefix)
    .filter((line) => line !== '')
  const shown = said.slice(-shownLines)
  return { step, lines: shown, hint: hintOf(lines.join('\n')) }
}

/** Podman's has the stage in front. */
const classicLine = /^(?:\[\d+\/\d+\] )?STEP \d+\/\d+\s*: (.+)$/i

/** BuildKit numbers its steps; the one with ERROR failed. */
const failedVertex = (lines: string[]) =>
  lines.map((line) => /^#(\d+) (?:[\d.]+ )?ERROR/.exec(line)?.[1]).find((found) => found !== undefined)

function classicStep(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => classicLine.test(line))
  return last === -1 ? lines : lines.slice(last)
}

const stepOf = (line: string) => /^#\d+ (\[[^\]]+\] .+)$/.exec(line)?.[1] ?? classicLine.exec(line)?.[1]

const withoutPrefix = (line: string) =>
  line
    .replace(/^#\d+ (?:[\d.]+ )?/, '')
    .replace(/^( ---> |--> |Removing intermediate container ).*/, '')
    .trimEnd()

const hints: [RegExp, string][] = [
  [
    /no space left on device|ENOSPC/,
    'the disk of the container engine is full (on a laptop: that of its virtual machine); look with `docker system df`',
  ],
  [
    /pull access denied|manifest unknown|manifest for \S+ not found|repository does not exist/,
    'a base image (FROM) does not exist or needs a login',
  ],
  [
    /failed to resolve source metadata|Temporary failure in name resolution|no such host|i\/o timeout|TLS handshake timeout/,
    'a download failed: is there a network, a proxy, a login for the registry?',
  ],
  [
    /COPY failed|failed to compute cache key|failed to calculate checksum|no such file or directory.*COPY|ADD failed/,
    'a COPY names a file that is not in the build context, or .dockerignore leaves it out',
  ],
  [
    /dockerfile parse error|unknown instruction|Dockerfile parse error/i,
    'the Dockerfile has a mistake in the line that is shown',
  ],
  [
    /the --mount option requires BuildKit|unknown flag: mount/,
    'this Dockerfile needs BuildKit: install the buildx plugin',
  ],
  [
    /exec format error/,
    'the step is for another processor than this machine’s: build on one like the nodes, or let this one emulate it (docker run --privileged --rm tonistiigi/binfmt --install all)',
  ],
  [
    /heap out of memory|signal: killed|exit code: 137|code: 137/,
    'the step ran out of memory: give the engine more',
  ],
]

const hintOf = (text: string) =>
  hints.find(([sign]) => sign.test(text))?.[1] ?? 'repeat the build by hand to see all of its output'
