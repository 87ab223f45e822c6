/** `$(NAME)` as Kubernetes expands it: unknown names stay, `$$(NAME)` is a literal `$(NAME)`. */
export function expandVariables(text: string, known: Record<string, string>): string {
  return text.replace(/\$(\$|\(([A-Za-z_][\w.-]*)\))/g, (whole, after: string, name: string | undefined) => {
    if (after === '$') return '$'
    return name !== undefined && name in known ? (known[name] ?? '') : whole
  })
}
