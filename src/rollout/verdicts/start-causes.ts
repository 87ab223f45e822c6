/** What a container runtime says of a container that it cannot create or start. */
export type StartCause = {
  pattern: RegExp
  /** As the end of "cannot start: …", where the runtime's own words say less. */
  said?: string
  /** How often, and for how long, the same has to be said; undefined for what may come right at any moment. */
  needs?: { attempts: number; ms: number }
  hint: string
}

const then = 'then: k8sdeploy up'
const twice = { attempts: 2, ms: 0 }

/** The first that fits; the last fits everything. */
const causes: StartCause[] = [
  {
    pattern: /exec format error/i,
    needs: twice,
    hint: `build for the nodes’ platform (images.platform in k8sdeploy.yaml), ${then}`,
  },
  {
    pattern: /no command specified/i,
    said: 'its image names no program to run',
    needs: twice,
    hint: `write CMD or ENTRYPOINT into the Dockerfile, ${then}`,
  },
  {
    pattern:
      /no (users|groups) found|unable to find (user|group)|no matching entries in (passwd|group) file/i,
    said: 'its image does not know the user (or group) that it is to run as',
    needs: twice,
    hint: `write a number as USER into the Dockerfile (for example USER 10001), or make that user there, ${then}`,
  },
  {
    pattern: /seccomp|apparmor/i,
    needs: { attempts: 3, ms: 15_000 },
    hint: `correct seccompProfile or appArmorProfile in the chart, or put the profile on the nodes, ${then}`,
  },
  {
    pattern: /mkdir \/|chdir to cwd|\bcwd must be/i,
    needs: twice,
    hint: `correct WORKDIR in the Dockerfile, or workingDir in the chart (an absolute path, a folder), ${then}`,
  },
  {
    pattern: /^exec \S+: no such file/,
    needs: twice,
    hint: `the file is there, but what runs it is not: correct its first line (#!), its line ends (LF) or its libc (a static build), ${then}`,
  },
  {
    pattern: /"[^"/]+ [^"]*": executable file not found/,
    needs: twice,
    hint: `write each word of the command on its own (["node", "server.js"], not ["node server.js"]): CMD in the Dockerfile, or command in k8sdeploy.yaml, ${then}`,
  },
  {
    pattern:
      /executable file not found|no such file or directory|permission denied|not a directory|is a directory|argument list too long/i,
    needs: twice,
    hint: `correct CMD or ENTRYPOINT in the Dockerfile (path, x permission), ${then}`,
  },
  {
    pattern: /: not found$|command not found|cannot execute|cannot open shared object/i,
    needs: twice,
    hint: `install in the image what CMD, ENTRYPOINT or their script call, or correct the name, ${then}`,
  },
  {
    pattern:
      /deadline|timed? ?out|is reserved for|already exists|unavailable|try again|cannot allocate memory|no space left|too many|busy|EOF|transport|connection/i,
    hint: 'kubectl describe pod shows whether it goes on',
  },
  {
    pattern: /(?:)/,
    needs: { attempts: 3, ms: 15_000 },
    hint: `kubectl describe pod, and correct what the message names, ${then}`,
  },
]

export const findStartCause = (message: string): StartCause =>
  causes.find(({ pattern }) => pattern.test(message))!
