/**
 * What no build needs and no image may hold, at any depth: patterns of a `.dockerignore` are relative to the context.
 * `others`: what else lies in the context and is none of the program's; `examples`: deeper ones, which some packages
 * compare the environment with as they start.
 */
export const renderDockerignore = (others: string[] = [], examples: string[] = []): string =>
  `# What a build does not need, and an image must not hold.
**/.git
**/.env*
!.env.example
${examples.map((path) => `!${path}\n`).join('')}**/node_modules
**/.venv
**/__pycache__
**/.next
**/.nuxt
**/.output
**/.svelte-kit
**/.angular
**/.turbo
**/.gradle
**/.pytest_cache
**/.mypy_cache
**/.ruff_cache
**/*.log
**/Dockerfile*
**/.dockerignore
${others.map((path) => `/${path}\n`).join('')}`
