import * as z from 'zod/mini'
import { about } from './checked.ts'

const text = z.string()
const confidence = about(
  z.enum(['certain', 'likely', 'guess']),
  'certain: the files say so; likely: they hint at it; guess: usual for such a project',
)

/** A value with where it was seen, and what else claims to be it. */
const found = <T extends z.ZodMiniType>(value: T) => ({
  value,
  source: about(text, '`file:line`, or what else decided'),
  confidence,
  conflicts: about(
    z.array(z.strictObject({ value, source: text })),
    'Other values that were seen, each with its source',
  ),
})

const answerValue = z.union([text, z.number(), z.array(text)])
const answer = z.nullable(z.strictObject(found(answerValue)))
const word = z.nullable(z.strictObject(found(text)))

const variable = z.strictObject({
  ...found(text),
  phase: about(z.enum(['build', 'run']), 'When it is read: when the image is built, or when it runs'),
  audience: about(z.enum(['browser', 'cluster']), 'Who sees its value'),
  isSecret: z.boolean(),
  isRequired: about(z.boolean(), 'Something reads it that has nothing to fall back to'),
  isOptional: about(z.boolean(), 'Everything that reads it copes without it'),
  isLate: about(z.boolean(), 'Set when the image runs, although it is read when it is built'),
  setBy: about(
    z.nullable(z.enum(['env', 'build-args', 'secrets', 'backend-url-env'])),
    'The question whose answer sets it; null: nothing does',
  ),
})

const image = about(
  z.nullable(
    z.union([
      z.strictObject({ isGenerated: z.literal(true), because: z.array(text) }),
      z.strictObject({ isGenerated: z.literal(false), reason: text, source: text, advice: text }),
    ]),
  ),
  'How its Dockerfile is written, or why none can be; null where the project has one',
)

const component = z.strictObject({
  role: z.enum(['frontend', 'backend']),
  dir: answer,
  framework: word,
  language: word,
  packageManager: word,
  port: answer,
  dockerfile: answer,
  dockerContext: answer,
  image,
  health: z.strictObject({ readiness: answer, liveness: answer }),
  startCommand: about(answer, 'What the container runs'),
  buildCommand: word,
  runtimeEnv: z.array(variable),
  buildEnv: z.array(variable),
})

const database = about(
  z.nullable(
    z.strictObject({
      ...found(answerValue),
      engine: about(word, 'The kind of database, such as postgresql'),
      driver: word,
      urlForm: about(word, 'The words that the driver wants, where a plain URL is not enough'),
      parts: about(
        z.array(z.strictObject({ ...found(text), part: text })),
        'Variables that tell the database piece by piece',
      ),
    }),
  ),
  'The variable that holds its URL; empty: none is used',
)

const finding = z.strictObject({
  id: about(text, 'Stable name of what was found'),
  severity: z.enum(['warn', 'info']),
  message: text,
  source: text,
  advice: z.optional(about(text, 'What to do about it')),
})

const question = z.strictObject({
  id: text,
  flag: about(text, 'The flag that answers it'),
  env: about(text, 'The environment variable that answers it'),
  question: text,
  valid: about(text, 'What it may be'),
  candidates: z.optional(
    about(
      z.array(z.strictObject({ value: text, because: text })),
      'Best first, each with what speaks for it',
    ),
  ),
})

/** The document of `init -o json`. */
export const initSchema = z.strictObject({
  schema: z.literal('k8sdeploy/init/1'),
  status: about(
    z.enum(['planned', 'incomplete', 'invalid', 'written', 'unchanged']),
    'incomplete: `questions` are open; invalid: `problems` say why',
  ),
  code: about(z.number(), 'The exit code'),
  components: z.array(component),
  database,
  migrations: word,
  findings: z.array(finding),
  questions: z.array(question),
  problems: z.array(z.strictObject({ id: text, flag: text, message: text, hint: text })),
  answers: about(z.record(text, answer), 'Every answer, by the name of its question'),
  files: z.array(
    z.strictObject({
      path: text,
      action: z.enum(['create', 'change', 'remove', 'skip', 'same']),
      why: text,
    }),
  ),
  command: about(text, 'Gives the same result without questions'),
  next: z.array(text),
})
