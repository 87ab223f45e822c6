import { below, exec, user } from '../lines.ts'
import { proxyFile } from '../proxy-config.ts'
import type { NodeStack, ProxyRule } from '../stack.ts'
import { nodeBuild } from './node-build.ts'

const server = 'nginxinc/nginx-unprivileged:1.29-alpine'
const pages = '/usr/share/nginx/html'

/** Files behind nginx, whose settings are filled in when the container starts: one image for every environment. */
export const staticSite = (stack: NodeStack, output: string, proxy: ProxyRule[]): string[] => [
  ...nodeBuild(stack),
  '',
  ...webServer(stack, `COPY --from=build /app/${below(stack.dir, output)} ${pages}`, proxy),
]

export const plainSite = (stack: NodeStack, output: string, proxy: ProxyRule[]): string[] =>
  webServer(stack, `COPY ${below(stack.dir, output === '.' ? '' : output) || '.'} ${pages}`, proxy)

/** Only /tmp has to be writable. `exec`, so that nginx gets the signal; QUIT lets it finish what it answers. */
const webServer = ({ dir, port }: NodeStack, copyPages: string, proxy: ProxyRule[]): string[] => {
  const settings = proxy.length > 0 ? '$PORT $BACKEND_URL' : '$PORT'
  const start = `envsubst '${settings}' < /etc/nginx/app.conf.template > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'`
  return [
    `FROM ${server}`,
    `ENV PORT=${port}${proxy.length > 0 ? ' BACKEND_URL=http://backend:80' : ''}`,
    `COPY ${below(dir, proxyFile)} /etc/nginx/app.conf.template`,
    copyPages,
    user,
    `EXPOSE ${port}`,
    'STOPSIGNAL SIGQUIT',
    'ENTRYPOINT []',
    exec('CMD', ['/bin/sh', '-c', start]),
  ]
}
