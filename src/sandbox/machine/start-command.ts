import type { Container } from '../controllers/objects.ts'
import { expandVariables } from './expand-variables.ts'
import type { SandboxImage } from './images.ts'

/** What to run: the pod's own command, or the image's, with the port that this process was given in place of the usual one. */
export function startCommand(
  container: Container,
  image: SandboxImage,
  env: Record<string, string>,
  port: number,
): string[] {
  const usual = container.ports?.[0]?.containerPort ?? image.port
  return commandOf(container, image)
    .map((argument) => expandVariables(argument, env))
    .map((argument) => withPort(argument, usual, port))
}

function commandOf({ command, args = [] }: Container, { start = [] }: SandboxImage): string[] {
  if (command && command.length > 0) return [...command, ...args]
  if (args.length === 0 || args[0]?.startsWith('-')) return [...start, ...args]
  return args
}

/** `8000`, `--port=8000`, `0.0.0.0:8000`, `-p8000`, `$PORT`. */
function withPort(argument: string, usual: number, port: number): string {
  return argument
    .replace(/\$\{?PORT\b\}?/g, String(port))
    .replace(new RegExp(`(^|[=:]|^-p)${usual}$`), (_, before: string) => `${before}${port}`)
}
