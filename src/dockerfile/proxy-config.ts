import type { NodeServe, ProxyRule } from './stack.ts'

/** Beside the Dockerfile; its name tells people and `undo` whose it is. */
export const proxyFile = 'nginx.conf.template'

type Site = Extract<NodeServe, { proxy: ProxyRule[] }>

const slashed = (path: string) => (path.endsWith('/') ? path : `${path}/`)

const location = ({ path, to }: ProxyRule) => `
    location ${slashed(path)} {
      proxy_pass $BACKEND_URL${slashed(to)};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $first_proto;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 300s;
    }`

/** These very settings lie among pages that are copied as they are. */
const hidden = `    location = /${proxyFile} {
      return 404;
    }
`

/**
 * nginx settings with $PORT and $BACKEND_URL still open. The browser asks one origin for pages and API alike, so no
 * address is frozen into the bundle and no CORS is needed.
 */
export const renderProxyConfig = ({ kind, output, isSinglePage, proxy }: Site): string => `worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events {
  worker_connections 1024;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  access_log off;
  sendfile on;
  gzip on;
  gzip_types text/css application/javascript application/json image/svg+xml;
  client_max_body_size 25m;
  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
  map $http_x_forwarded_proto $first_proto {
    default $http_x_forwarded_proto;
    '' $scheme;
  }
  server {
    listen $PORT;
    root /usr/share/nginx/html;
    absolute_redirect off;
${proxy.map(location).join('\n')}
    location / {
      try_files $uri $uri/ ${isSinglePage ? '/index.html' : '$uri.html =404'};
    }
    location = /index.html {
      add_header Cache-Control no-cache;
    }
${kind === 'plain' && output === '.' ? hidden : ''}  }
}
`
