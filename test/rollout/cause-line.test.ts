import { describe, expect, it } from 'vitest'
import { findFatalSignature } from '../../src/rollout/verdicts/fatal-signature.ts'

type Row = { name: string; log: string; cause: string; kind?: 'deterministic' | 'transient' }

const rows: Row[] = [
  {
    name: 'Python',
    log: `Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    url = os.environ["DATABASE_URL"]
  File "<frozen os>", line 679, in __getitem__
KeyError: 'DATABASE_URL'`,
    cause: "KeyError: 'DATABASE_URL'",
    kind: 'deterministic',
  },
  {
    name: 'Python, a package that is not there',
    log: `Traceback (most recent call last):
  File "/app/main.py", line 1, in <module>
    import flask
ModuleNotFoundError: No module named 'flask'`,
    cause: "ModuleNotFoundError: No module named 'flask'",
    kind: 'deterministic',
  },
  {
    name: 'uvicorn, which always waits for itself',
    log: `INFO:     Started server process [1]
INFO:     Waiting for application startup.
INFO:     Application startup complete.
ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use
INFO:     Waiting for application shutdown.
INFO:     Application shutdown complete.`,
    cause:
      "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use",
  },
  {
    name: 'node, whose heap is full',
    log: `[1:0x7f] 502 ms: Mark-Compact 38.7 (41.5) -> 38.6 (41.5) MB, 12.08 / 0.00 ms allocation failure
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`,
    cause: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    kind: 'deterministic',
  },
  {
    name: 'npm, a script that is not there',
    log: `npm error Missing script: "start:prod"
npm error
npm error To see a list of scripts, run:
npm error   npm run
npm error Log files were not written due to an error writing to the directory: /nonexistent/.npm/_logs
npm error You can rerun the command with \`--loglevel=verbose\` to see the logs in your terminal`,
    cause: 'npm error Missing script: "start:prod"',
    kind: 'deterministic',
  },
  {
    name: 'npm, without its package.json',
    log: `npm error code ENOENT
npm error syscall open
npm error path /app/package.json
npm error errno -2
npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/app/package.json'
npm error enoent This is related to npm not being able to find a file.
npm error enoent
npm error A complete log of this run can be found in: /tmp/.npm/_logs/a-debug-0.log`,
    cause:
      "npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/app/package.json'",
  },
  ...[
    [
      'yarn',
      'yarn run v1.22.22\n$ node server.js\nMissing required env STRIPE_KEY\nerror Command failed with exit code 1.\ninfo Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.',
    ],
    [
      'pnpm',
      '\n> shop@1.0.0 start /app\n> node server.js\n\nMissing required env STRIPE_KEY\n\u2009ELIFECYCLE\u2009 Command failed with exit code 1.\n\u2009WARN\u2009  Local package.json exists, but node_modules missing, did you mean to install?',
    ],
    [
      'pnpm in a workspace',
      'Missing required env STRIPE_KEY\n\u2009ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL\u2009 shop@1.0.0 start: `node server.js`\nExit status 1',
    ],
    ['bun', '$ node server.js\nMissing required env STRIPE_KEY\nerror: script "start" exited with code 1'],
    [
      'npm',
      'Missing required env STRIPE_KEY\nnpm error Lifecycle script `start` failed with error:\nnpm error code 1\nnpm error path /app\nnpm error workspace shop@1.0.0\nnpm error location /app\nnpm error command failed\nnpm error command sh -c node server.js',
    ],
    [
      'an older npm',
      'Missing required env STRIPE_KEY\nnpm ERR! code ELIFECYCLE\nnpm ERR! errno 1\nnpm ERR! shop@1.0.0 start: `node server.js`\nnpm ERR! Exit status 1\nnpm ERR! \nnpm ERR! Failed at the shop@1.0.0 start script.\nnpm ERR! This is probably not a problem with npm. There is likely additional logging output above.',
    ],
  ].map(([runner, log]) => ({
    name: `${runner}, which says last that what it ran failed`,
    log: log!,
    cause: 'Missing required env STRIPE_KEY',
    kind: 'deterministic' as const,
  })),
  {
    name: 'node, ES modules',
    log: `node:internal/modules/esm/resolve:283
    throw new ERR_MODULE_NOT_FOUND(
          ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js
    at packageResolve (node:internal/modules/esm/resolve:857:9)
    at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:117:5) {
  code: 'ERR_MODULE_NOT_FOUND'
}

Node.js v20.20.2`,
    cause: "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js",
    kind: 'deterministic',
  },
  {
    name: 'node, CommonJS',
    log: `node:internal/modules/cjs/loader:1228
  throw err;
  ^

Error: Cannot find module '/app/dist/index.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15) {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v20.20.2`,
    cause: "Error: Cannot find module '/app/dist/index.js'",
    kind: 'deterministic',
  },
  {
    name: 'node, a peer that refuses',
    log: `Error: connect ECONNREFUSED 10.96.0.12:6379
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect'
}`,
    cause: 'Error: connect ECONNREFUSED 10.96.0.12:6379',
    kind: 'transient',
  },
  {
    name: 'Go',
    log: `2026/11/23 10:00:00 starting
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a1b2c]

goroutine 1 [running]:
main.main()
	/src/main.go:17 +0x1d
exit status 2`,
    cause: 'panic: runtime error: invalid memory address or nil pointer dereference',
  },
  {
    name: 'Go, log.Fatal',
    log: `2026/11/23 10:00:00 API_KEY must be set`,
    cause: '2026/11/23 10:00:00 API_KEY must be set',
    kind: 'deterministic',
  },
  {
    name: 'Java, a chain of causes',
    log: `Exception in thread "main" org.springframework.beans.factory.BeanCreationException: Error creating bean
	at org.springframework.beans.factory.Abstract.create(Abstract.java:1)
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.lang.IllegalStateException: no value for setting app.mail.host
	at com.shop.Mail.<init>(Mail.java:12)
	... 12 more`,
    cause: 'Caused by: java.lang.IllegalStateException: no value for setting app.mail.host',
    kind: 'deterministic',
  },
  {
    name: 'Java, no class',
    log: 'Error: Could not find or load main class com.shop.Main\nCaused by: java.lang.ClassNotFoundException: com.shop.Main',
    cause: 'Caused by: java.lang.ClassNotFoundException: com.shop.Main',
    kind: 'deterministic',
  },
  {
    name: 'Ruby',
    log: "config.ru:3:in `require': cannot load such file -- sinatra (LoadError)\n\tfrom config.ru:3:in `<main>'",
    cause: "config.ru:3:in `require': cannot load such file -- sinatra (LoadError)",
    kind: 'deterministic',
  },
  {
    name: 'Rust',
    log: "thread 'main' panicked at src/main.rs:7:5:\ncalled `Option::unwrap()` on a `None` value\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
    cause: "thread 'main' panicked at src/main.rs:7:5: called `Option::unwrap()` on a `None` value",
  },
  {
    name: '.NET',
    log: `Unhandled exception. System.InvalidOperationException: Unable to resolve service
   at Microsoft.Extensions.DependencyInjection.Resolve()
   at Program.Main() in /src/Program.cs:line 9`,
    cause: 'Unhandled exception. System.InvalidOperationException: Unable to resolve service',
  },
  {
    name: 'nginx',
    log: '2026/11/23 10:00:00 [emerg] 1#1: host not found in upstream "api" in /etc/nginx/conf.d/default.conf:3',
    cause:
      '2026/11/23 10:00:00 [emerg] 1#1: host not found in upstream "api" in /etc/nginx/conf.d/default.conf:3',
    kind: 'transient',
  },
  {
    name: 'nginx, a directive that it does not know',
    log: 'nginx: [emerg] unknown directive "proxy_timeout" in /etc/nginx/a.conf:3',
    cause: 'nginx: [emerg] unknown directive "proxy_timeout" in /etc/nginx/a.conf:3',
    kind: 'deterministic',
  },
  {
    name: 'a program that is called wrongly, and answers with its help',
    log: `nc: invalid option -- 'k'
Usage: nc [-iN] [-wN] [-l] [-p PORT]
	-l	Listen mode, for inbound connects
	-w SEC	Connect timeout
	-e PROG	Run PROG after connect`,
    cause: "nc: invalid option -- 'k'",
    kind: 'deterministic',
  },
  {
    name: 'node, a request that failed, and why',
    log: `TypeError: fetch failed
    at node:internal/deps/undici/undici:13510:13 {
  [cause]: Error: getaddrinfo ENOTFOUND payments
      at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:120:26) {
    errno: -3008,
    code: 'ENOTFOUND',
    hostname: 'payments'
  }
}`,
    cause: '[cause]: Error: getaddrinfo ENOTFOUND payments',
    kind: 'transient',
  },
  {
    name: 'node, a port that it may not open',
    log: `node:events:497
      throw er; // Unhandled 'error' event
      ^

Error: listen EACCES: permission denied 0.0.0.0:80
    at Server.setupListenHandle [as _listen2] (node:net:1898:21)
  code: 'EACCES',
  port: 80
}`,
    cause: 'Error: listen EACCES: permission denied 0.0.0.0:80',
    kind: 'deterministic',
  },
  {
    name: 'Go, a flag that is none',
    log: 'flag provided but not defined: -prot\nUsage of /server:\n  -port int\n    \tport to listen on (default 8080)',
    cause: 'flag provided but not defined: -prot',
    kind: 'deterministic',
  },
  {
    name: 'JSON',
    log: '{"level":"info","msg":"starting"}\n{"level":"fatal","msg":"fatal: the ledger is corrupt","code":7}',
    cause: 'fatal: the ledger is corrupt',
  },
  {
    name: 'zod, and which variable it misses',
    log: `/app/node_modules/zod/lib/types.js:43
                const error = new ZodError_1.ZodError(ctx.common.issues);
                              ^

ZodError: [
  {
    "code": "invalid_type",
    "expected": "string",
    "received": "undefined",
    "path": [
      "JWT_SECRET"
    ],
    "message": "Required"
  }
]
    at ZodObject.parse (/app/node_modules/zod/lib/types.js:160:22) {
  issues: [
    {
      code: 'invalid_type',
      path: [Array],
      message: 'Required'
    }
  ],
  addIssue: [Function (anonymous)]
}

Node.js v20.20.2`,
    cause: 'ZodError: JWT_SECRET: Required',
    kind: 'deterministic',
  },
  {
    name: 'variables that were judged and printed before the throw',
    log: `❌ Invalid environment variables: [
  { code: 'invalid_type', expected: 'string', path: [ 'API_KEY' ], message: 'Required' },
  { code: 'too_small', minimum: 32, path: [ 'SESSION_KEY' ], message: 'Too short' }
]
/app/dist/env.js:44
        throw new Error("Invalid environment variables");
        ^

Error: Invalid environment variables
    at onValidationError (/app/dist/env.js:44:15)`,
    cause: 'Error: Invalid environment variables: API_KEY: Required, SESSION_KEY: Too short',
    kind: 'deterministic',
  },
  {
    name: 'zod, as it prints for people',
    log: 'Invalid environment:\n✖ Invalid input: expected string, received undefined\n  → at API_KEY',
    cause: 'Invalid environment: API_KEY: Invalid input: expected string, received undefined',
    kind: 'deterministic',
  },
  {
    name: 'pydantic',
    log: `Traceback (most recent call last):
  File "/app/main.py", line 9, in <module>
    settings = Settings()
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
secret_key
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.9/v/missing`,
    cause:
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings: secret_key: Field required',
    kind: 'deterministic',
  },
  {
    name: 'a list of what is missing, and a farewell',
    log: '====\n Missing environment variables:\n    STRIPE_KEY: undefined\n====\n\n Exiting with error code 1',
    cause: 'Missing environment variables: STRIPE_KEY: undefined',
    kind: 'deterministic',
  },
  {
    name: 'Django',
    log: `Traceback (most recent call last):
  File "/app/settings.py", line 11, in <module>
    raise ImproperlyConfigured("The SECRET_KEY setting must not be empty.")
django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.`,
    cause: 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    kind: 'deterministic',
  },
  {
    name: 'Prisma, whose headline is empty',
    log: `PrismaClientInitializationError: 
Invalid \`prisma.user.findMany()\` invocation:


Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".

This happened because Prisma Client was generated for "linux-musl", but the actual deployment required "debian-openssl-3.0.x".`,
    cause:
      'PrismaClientInitializationError: Invalid `prisma.user.findMany()` invocation: Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".',
    kind: 'deterministic',
  },
  {
    name: 'a number first, and the sentence below it',
    log: `Error: P3009

migrate found failed migrations in the target database, new migrations will not be applied. Read more: https://pris.ly/d/migrate-resolve
The \`20240101_init\` migration started at 2026-11-29 18:00:00 UTC failed`,
    cause:
      'Error: P3009 migrate found failed migrations in the target database, new migrations will not be applied. Read more: https://pris.ly/d/migrate-resolve',
    kind: 'deterministic',
  },
  {
    name: 'Spring Boot, which explains its failures',
    log: `***************************
APPLICATION FAILED TO START
***************************

Description:

Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.

Reason: Failed to determine a suitable driver class


Action:

Consider the following:
	If you want an embedded database (H2, HSQL or Derby), please put it on the classpath.`,
    cause:
      "Description: Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
    kind: 'deterministic',
  },
  {
    name: '.NET, whose framework is not there',
    log: `You must install or update .NET to run this application.

App: /app/server.dll
Framework: 'Microsoft.AspNetCore.App', version '8.0.0' (x64)

The following frameworks were found:
  6.0.36 at [/usr/share/dotnet/shared/Microsoft.AspNetCore.App]`,
    cause: 'You must install or update .NET to run this application.',
    kind: 'deterministic',
  },
  {
    name: 'Rails, and its farewell',
    log: '=> Booting Puma\nA server is already running (pid: 1, file: /app/tmp/pids/server.pid).\nExiting',
    cause: 'A server is already running (pid: 1, file: /app/tmp/pids/server.pid).',
  },
  {
    name: 'JSON, with the error beside the message',
    log: '{"level":60,"pid":1,"err":{"type":"Error","message":"STRIPE_KEY is missing","stack":"Error: STRIPE_KEY is missing\\n    at x"},"msg":"fatal"}',
    cause: 'fatal: STRIPE_KEY is missing',
    kind: 'deterministic',
  },
  {
    name: 'JSON of Go',
    log: '{"level":"info","msg":"starting"}\n{"level":"fatal","msg":"cannot start","error":"open /etc/app.yaml: no such file or directory"}',
    cause: 'cannot start: open /etc/app.yaml: no such file or directory',
  },
  {
    name: 'nginx, a certificate that is not there',
    log: 'nginx: [emerg] cannot load certificate "/etc/nginx/tls.crt": BIO_new_file() failed',
    cause: 'nginx: [emerg] cannot load certificate "/etc/nginx/tls.crt": BIO_new_file() failed',
    kind: 'deterministic',
  },
  {
    name: 'gunicorn, which says of its own port that it cannot connect',
    log: "[2026-11-29 18:00:00 +0000] [1] [INFO] Starting gunicorn 21.2.0\n[2026-11-29 18:00:00 +0000] [1] [ERROR] Can't connect to ('0.0.0.0', 80)",
    cause: "[2026-11-29 18:00:00 +0000] [1] [ERROR] Can't connect to ('0.0.0.0', 80)",
  },
  {
    name: 'uvicorn, whose program is not there',
    log: 'ERROR:    Error loading ASGI app. Could not import module "main".',
    cause: 'ERROR:    Error loading ASGI app. Could not import module "main".',
    kind: 'deterministic',
  },
  {
    name: 'the last line where none is an error, but not where it says that it listens',
    log: 'no upstream configured\nlistening on :7001',
    cause: 'no upstream configured',
  },
  {
    name: 'Java, which finds its heap too small',
    log: 'Error occurred during initialization of VM\nToo small maximum heap',
    cause: 'Error occurred during initialization of VM Too small maximum heap',
    kind: 'deterministic',
  },
  {
    name: 'a package that is missing, whatever else was said',
    log: "INFO keep-alive timeout is 5 s\nwarning: redis unavailable, retry later\nError: Cannot find module 'express'",
    cause: "Error: Cannot find module 'express'",
    kind: 'deterministic',
  },
  {
    name: 'a C library that is too old, whatever else was said',
    log: "warning: redis unavailable, retry later\n/app/server: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /app/server)",
    cause: "/app/server: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /app/server)",
    kind: 'deterministic',
  },
  {
    name: 'a setting that is missing because a peer did not answer',
    log: 'Error: connect ECONNREFUSED 10.0.0.3:8888\nError: Missing required setting API_KEY',
    cause: 'Error: Missing required setting API_KEY',
    kind: 'transient',
  },
  {
    name: 'a setting that is missing, beside words on times',
    log: 'INFO  request timeout 30 s, lock file /tmp/app.lock\nError: Missing required setting API_KEY',
    cause: 'Error: Missing required setting API_KEY',
    kind: 'deterministic',
  },
  {
    name: 'a farewell that says which peer it misses',
    log: 'starting\nExiting: could not connect to redis:6379: connection refused',
    cause: 'Exiting: could not connect to redis:6379: connection refused',
    kind: 'transient',
  },
  {
    name: 'a farewell that says what is missing',
    log: 'starting\nExiting with code 1: JWT_SECRET must be set',
    cause: 'Exiting with code 1: JWT_SECRET must be set',
    kind: 'deterministic',
  },
  ...[
    'Exiting...',
    'exiting now!',
    'Exiting with status 1.',
    'Exiting with exit code: 2',
    'Exiting the program',
    'Exiting due to the above errors',
  ].map((farewell) => ({
    name: `a farewell that says nothing: ${farewell}`,
    log: `the ledger was not found\n${farewell}`,
    cause: 'the ledger was not found',
  })),
  {
    name: 'FastAPI, which says last that it could not start',
    log: `ERROR:    Traceback (most recent call last):
  File "/app/main.py", line 14, in lifespan
    raise RuntimeError("STRIPE_KEY is not configured")
RuntimeError: STRIPE_KEY is not configured

ERROR:    Application startup failed. Exiting.`,
    cause: 'RuntimeError: STRIPE_KEY is not configured',
  },
  {
    name: 'Laravel, whose exception is only a name',
    log: '   Illuminate\\Encryption\\MissingAppKeyException \n\n  No application encryption key has been specified.\n\n  at vendor/laravel/framework/Provider.php:79',
    cause: 'Illuminate\\Encryption\\MissingAppKeyException No application encryption key has been specified.',
    kind: 'deterministic',
  },
  {
    name: 'HAProxy, which counts its errors last',
    log: "[ALERT]    (1) : config : parsing [/etc/haproxy.cfg:12] : unknown keyword 'servr' in 'backend' section\n[ALERT]    (1) : config : Error(s) found in configuration file : /etc/haproxy.cfg\n[ALERT]    (1) : config : Fatal errors found in configuration.",
    cause:
      "[ALERT]    (1) : config : parsing [/etc/haproxy.cfg:12] : unknown keyword 'servr' in 'backend' section",
    kind: 'deterministic',
  },
  {
    name: 'a network policy that does not let it out yet',
    log: 'dial tcp 10.96.0.12:6379: connect: operation not permitted',
    cause: 'dial tcp 10.96.0.12:6379: connect: operation not permitted',
    kind: 'transient',
  },
  {
    name: 'a network policy that does not let node out yet',
    log: 'Error: connect EPERM 10.96.0.12:6379 - Local (0.0.0.0:0)',
    cause: 'Error: connect EPERM 10.96.0.12:6379 - Local (0.0.0.0:0)',
    kind: 'transient',
  },
  {
    name: 'a role that may not make tables',
    log: 'failed to create pool: permission denied for schema public',
    cause: 'failed to create pool: permission denied for schema public',
  },
  {
    name: 'a role that may not make databases',
    log: 'failed to create /shop: permission denied to create database',
    cause: 'failed to create /shop: permission denied to create database',
  },
  {
    name: 'a peer that refuses, named by an address',
    log: 'failed to create postgres://db/shop: permission denied',
    cause: 'failed to create postgres://db/shop: permission denied',
  },
  {
    name: 'a folder that it may not make',
    log: 'failed to create the data directory: Permission denied',
    cause: 'failed to create the data directory: Permission denied',
    kind: 'deterministic',
  },
  {
    name: 'a folder that the shell may not make',
    log: "sh: can't create /app/x.txt: Permission denied",
    cause: "sh: can't create /app/x.txt: Permission denied",
    kind: 'deterministic',
  },
  {
    name: 'a file that it may not touch',
    log: "touch: cannot touch '/data/x': Permission denied",
    cause: "touch: cannot touch '/data/x': Permission denied",
    kind: 'deterministic',
  },
  {
    name: 'an entrypoint that drops its rights',
    log: 'error: failed switching to "redis": operation not permitted',
    cause: 'error: failed switching to "redis": operation not permitted',
    kind: 'deterministic',
  },
  {
    name: 'an entrypoint that sets its groups',
    log: 'su-exec: setgroups: Operation not permitted',
    cause: 'su-exec: setgroups: Operation not permitted',
    kind: 'deterministic',
  },
  {
    name: 'su, which sets its groups',
    log: 'su: cannot set groups: Operation not permitted',
    cause: 'su: cannot set groups: Operation not permitted',
    kind: 'deterministic',
  },
  {
    name: 'node, which changes an owner',
    log: "Error: EPERM: operation not permitted, chown '/data'",
    cause: "Error: EPERM: operation not permitted, chown '/data'",
    kind: 'deterministic',
  },
  {
    name: 'a program with rights of its own',
    log: 'exec /usr/sbin/server: operation not permitted',
    cause: 'exec /usr/sbin/server: operation not permitted',
    kind: 'deterministic',
  },
  ...[
    'HTTP client: retries=3 timeout=10s',
    'Waiting for configuration',
    'Starting up, using temporary folder /tmp/x',
    'npm warn read-shrinkwrap package-lock.json was generated for another version',
    '{"level":"warn","msg":"http client","timeout":"10s","retries":3}',
  ].map((line) => ({
    name: `a variable that is missing, after a harmless word: ${line}`,
    log: `${line}\nTraceback (most recent call last):\nKeyError: 'STRIPE_KEY'`,
    cause: "KeyError: 'STRIPE_KEY'",
    kind: 'deterministic' as const,
  })),
  ...[
    'Error: REQUEST_TIMEOUT must be set',
    'Error: Missing required environment variable LOCK_TIMEOUT_MS',
    'sqlite3.OperationalError: unable to open database file',
    'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) attempt to write a readonly database',
    'key not found: "PORT" (KeyError)',
    'Error: secret option required for sessions',
    'Error: missing config file /etc/shop/config.yaml',
    'Error: config.yaml not found in /etc/shop',
    'Error: STRIPE_KEY is not set. See https://docs.example.com/setup',
    'Error: Missing API key. Pass it to the constructor',
  ].map((line) => ({
    name: `what no peer can change: ${line}`,
    log: line,
    cause: line,
    kind: 'deterministic' as const,
  })),
  ...[
    'Error: config not found at http://config:8888 (HTTP 404)',
    'Error: API_KEY not found at http://config:8888',
    'Error: empty response from config service',
    'Error: secret shop/api not found in vault',
    'Error: secret shop/api not found',
    "KeyError: 'data'",
    "TypeError: Cannot read properties of undefined (reading 'keys')",
    'Error: EMPTY_RESPONSE of the catalogue',
  ].map((line) => ({ name: `what a peer may have caused: ${line}`, log: line, cause: line })),
  {
    name: 'a setting that a peer does not tell in time',
    log: 'Error: missing required config: timeout while reading it from consul',
    cause: 'Error: missing required config: timeout while reading it from consul',
    kind: 'transient',
  },
  {
    name: 'a driver’s own word for a timeout, which is no variable',
    log: 'Error: write CONNECT_TIMEOUT 10.0.0.7:5433',
    cause: 'Error: write CONNECT_TIMEOUT 10.0.0.7:5433',
    kind: 'transient',
  },
  {
    name: 'words without a shape',
    log: 'starting\nthe ledger is gone, giving up',
    cause: 'the ledger is gone, giving up',
  },
  {
    name: 'a database that wakes',
    log: 'Error: the database is not ready yet, giving up',
    cause: 'Error: the database is not ready yet, giving up',
    kind: 'transient',
  },
  {
    name: 'an error that says nothing of its kind',
    log: 'Error: boom',
    cause: 'Error: boom',
  },
]

describe('what a crash died of', () => {
  it.each(rows)('$name', ({ log, cause, kind }) => {
    const found = findFatalSignature(log.split('\n'))
    expect(found?.line).toBe(cause)
    expect([found?.isTransient, found?.isDeterministic]).toEqual([
      kind === 'transient',
      kind === 'deterministic',
    ])
  })

  it('nothing, when nothing was said', () => {
    expect(findFatalSignature(['', '   '])).toBeUndefined()
  })
})
