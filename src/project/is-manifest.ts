/** Names of files that tell how a project is built, run and set: a name, or the end of a path. */
const names = [
  // JavaScript
  /package\.json/,
  /deno\.jsonc?/,
  /nx\.json/,
  /project\.json/,
  /schema\.prisma/,
  /(next|nuxt|vite|vue|svelte|astro|drizzle|react-router)\.config\.\w+/,
  /angular\.json/,
  /ormconfig\.json/,
  /proxy\.conf(ig)?\.json/,
  /pnpm-workspace\.yaml/,
  /turbo\.json/,
  // Python
  /requirements[\w.-]*\.txt/,
  /requirements\/[\w.-]+\.txt/,
  /pyproject\.toml/,
  /Pipfile/,
  /alembic\.ini/,
  // other languages
  /go\.mod/,
  /pom\.xml/,
  /build\.gradle(\.kts)?/,
  /Gemfile/,
  /composer\.json/,
  /Cargo\.toml/,
  /mix\.exs/,
  /[\w.-]+\.csproj/,
  // settings
  /Rocket\.toml/,
  /config\/database\.yml/,
  /config\/(default|production|custom-environment-variables)\.(json|ya?ml)/,
  /(configs?|configuration|settings)\/[\w.-]+\.(ya?ml|toml)/,
  /(config|configuration|settings)\.ya?ml/,
  /[cC]onfig(uration)?\.toml/,
  /[sS]ettings\.toml/,
  /application(-\w+)?\.(ya?ml|properties)/,
  /appsettings(\.Production)?\.json/,
  /\.env[\w.-]*/,
  // how it is built and run
  /([Dd]ocker|Container)file[\w.-]*/,
  /[\w.-]+\.[dD]ockerfile/,
  /Procfile/,
  /render\.ya?ml/,
  /fly\.toml/,
  /railway\.(toml|json)/,
  /Makefile/,
  /Taskfile\.ya?ml/,
  /[\w.-]*(entrypoint|start|run|boot|init|server|migrat)[\w.-]*\.sh/,
  /bin\/docker-entrypoint/,
  /(docker-)?compose[\w.-]*\.ya?ml/,
  /[\w.-]+\.conf(\.template)?/,
  /Caddyfile/,
  /\.nvmrc/,
  /\.(node|python|ruby)-version/,
  /runtime\.txt/,
]

const manifests = new RegExp(`(^|/)(${names.map(({ source }) => source).join('|')})$`)

export const isManifest = (path: string): boolean => manifests.test(path)
