import { below, exec, user } from '../lines.ts'
import type { RubyStack } from '../stack.ts'

const apt = (packages: string) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`

/** Rails with the gems of its lock file. `tmp` and `log` are asked for as writable folders, the rest is read only. */
export const ruby = ({ version, dir, hasLock, hasAssets, port }: RubyStack): string[] => [
  `FROM ruby:${version}-slim AS build`,
  apt('build-essential git libpq-dev libyaml-dev pkg-config'),
  'WORKDIR /app',
  `ENV RAILS_ENV=production BUNDLE_WITHOUT=development:test BUNDLE_PATH=/bundle${hasLock ? ' BUNDLE_DEPLOYMENT=1' : ''}`,
  `COPY ${[below(dir, 'Gemfile'), ...(hasLock ? [below(dir, 'Gemfile.lock')] : [])].join(' ')} ./`,
  'RUN bundle install',
  `COPY ${dir} .`,
  ...(hasAssets ? ['RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile'] : []),
  '',
  `FROM ruby:${version}-slim`,
  apt('libpq5 libyaml-0-2'),
  'ENV RAILS_ENV=production RAILS_LOG_TO_STDOUT=1 RAILS_SERVE_STATIC_FILES=1 BUNDLE_WITHOUT=development:test BUNDLE_PATH=/bundle',
  `ENV PORT=${port}`,
  'WORKDIR /app',
  'COPY --from=build /bundle /bundle',
  'COPY --from=build /app /app',
  user,
  `EXPOSE ${port}`,
  exec('CMD', ['bundle', 'exec', 'rails', 'server', '-b', '0.0.0.0', '-p', String(port)]),
]
