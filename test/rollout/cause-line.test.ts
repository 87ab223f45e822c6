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
