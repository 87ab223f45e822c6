/** Tells what is not what was told last. */
export const changes = (tell: (line: string) => void) => {
  let told = ''
  return (line: string) => {
    if (line !== told) tell(line)
    told = line
  }
}
