import { type Check, type Problem, problem } from '../problem.ts'
import { type Dockerfile, readCommand, startOf } from '../read-dockerfile.ts'

const development =
  /--reload|nodemon|runserver|flask\W+(?:\S+\W+){0,4}run\b|(npm|pnpm|yarn|bun)["',\s]+(run["',\s]+)?dev\b|--watch|ts-node-dev|vite["',\s]+preview|next["',\s]+dev|air\b/
const loopback = /(?:--host|-h|--bind|-b|--address|--hostname|-H)["',\s=]+(?:127\.0\.0\.1|localhost)/
const runner = /^(npm|pnpm|yarn|bun|npx)$/

const inherits = (file: Dockerfile) =>
  file.last.some(
    ({ name, rest }) => name === 'FROM' && /nginx|httpd|caddy|postgres|redis|php|tomcat/.test(rest),
  )

const nothingStarts: Check = (file) => {
  const from = file.last.find(({ name }) => name === 'FROM')
  if (!from || startOf(file) || inherits(file)) return []
  return [
    problem(
      'no-command',
      from,
      'the last stage has neither CMD nor ENTRYPOINT',
      'say how the server is started, e.g. CMD ["node", "server.js"]',
    ),
  ]
}

const developmentServer: Check = (file) => {
  const start = startOf(file)
  if (!start || !development.test(start.rest)) return []
  return [
    problem(
      'development-server',
      start,
      'the image starts a development server',
      'start the built app, without reloading',
    ),
  ]
}

const listensOnLoopback: Check = (file) => {
  const start = startOf(file)
  if (!start || !loopback.test(start.rest)) return []
  return [
    problem(
      'loopback-only',
      start,
      'the server listens on 127.0.0.1: nobody outside the container reaches it',
      'listen on 0.0.0.0',
    ),
  ]
}

/** These listen on 127.0.0.1 as long as nobody tells them otherwise. */
const shy: [start: RegExp, told: RegExp][] = [
  [/\buvicorn\b(?!\.)/, /--host|--uds|--fd/],
  [/\bgunicorn\b/, /--bind|-b\b|-c\b|--config|GUNICORN/],
  [/\bflask\W+(?:\S+\W+)*run\b/, /--host|-h\b/],
  [/\bmanage\.py\W+runserver\b/, /0\.0\.0\.0|\[?::/],
  [/\bvite\b|\bng\W+serve\b/, /--host/],
]

const listensOnLoopbackUntold: Check = (file) => {
  const start = startOf(file)
  const isSet = file.last.some(
    ({ name, rest }) => name === 'ENV' && /\b(UVICORN_HOST|FLASK_RUN_HOST|GUNICORN_CMD_ARGS)\b/.test(rest),
  )
  if (!start || isSet || !shy.some(([server, told]) => server.test(start.rest) && !told.test(start.rest)))
    return []
  return [
    problem(
      'loopback-only',
      start,
      'the server is not told where to listen, and takes 127.0.0.1: nobody outside the container reaches it',
      'tell it 0.0.0.0, e.g. with --host or --bind',
    ),
  ]
}

/** `sh -c` stays process 1 and swallows SIGTERM; the pod is then killed after its grace period. */
const losesSignal: Check = (file) => {
  const start = startOf(file)
  if (!start || start.rest.startsWith('[') || /^exec\s/.test(start.rest)) return []
  return [
    problem(
      'shell-form',
      start,
      `${start.name} is in shell form: the server never gets SIGTERM`,
      `write it as ${start.name} ["…", "…"]`,
    ),
  ]
}

/** bun is also what runs the file, in the same process. */
const isSource = /\.[cm]?[jt]sx?$/

const throughRunner: Check = (file): Problem[] => {
  const start = startOf(file)
  const words = start?.rest.startsWith('[') ? readCommand(start.rest) : undefined
  if (!start || !words?.[0] || !runner.test(words[0]) || development.test(start.rest)) return []
  if (words[0] === 'bun' && isSource.test(words.at(words[1] === 'run' ? 2 : 1) ?? '')) return []
  return [
    {
      ...problem(
        'package-runner',
        start,
        `${words[0]} stands between Kubernetes and the server`,
        'start the server itself, e.g. CMD ["node", "server.js"]: it starts faster and gets SIGTERM',
      ),
      severity: 'info',
    },
  ]
}

const bindsToPodName: Check = (file, { framework, isStandalone }) => {
  const start = startOf(file)
  const isSet =
    file.last.some(({ name, rest }) => name === 'ENV' && /\bHOSTNAME\b/.test(rest)) ||
    /HOSTNAME=/.test(start?.rest ?? '')
  if (!start || framework !== 'Next.js' || isStandalone === false || isSet || !/server\.js/.test(start.rest))
    return []
  return [
    {
      ...problem(
        'next-hostname',
        start,
        'Next.js binds to $HOSTNAME, which in a pod is the pod’s name',
        'add ENV HOSTNAME=0.0.0.0; init also sets it in the pod',
      ),
      severity: 'info',
    },
  ]
}

/** Where nobody says which, Rails starts as on a developer's machine: it reloads, and refuses hosts that it doesn't know. */
const railsForDevelopers: Check = (file, { framework }) => {
  const start = startOf(file)
  const isSet = file.last.some(({ rest }) =>
    /\b(?:RAILS_ENV|RACK_ENV)\b|(?:-e|--environment)[=",\s]+production\b/.test(rest),
  )
  if (framework !== 'Rails' || !start || isSet || !/\b(?:rails|puma)\b/.test(start.rest)) return []
  return [
    problem(
      'development-server',
      start,
      'the image starts Rails without RAILS_ENV, which is for development then',
      'add ENV RAILS_ENV=production, or give it with --backend-env RAILS_ENV=production',
    ),
  ]
}

export const serving: Check[] = [
  railsForDevelopers,
  nothingStarts,
  developmentServer,
  listensOnLoopback,
  listensOnLoopbackUntold,
  losesSignal,
  throughRunner,
  bindsToPodName,
]
