import { Argument, type Command } from 'commander'
import type { RunCommand } from './run.ts'

const help = `
Install:
  bash  k8sdeploy completion bash > ~/.local/share/bash-completion/completions/k8sdeploy
        or, without bash-completion, in ~/.bashrc:  eval "$(k8sdeploy completion bash)"
  zsh   k8sdeploy completion zsh > "\${fpath[1]}/_k8sdeploy"
        or, after compinit in ~/.zshrc:  eval "$(k8sdeploy completion zsh)"
  fish  k8sdeploy completion fish > ~/.config/fish/completions/k8sdeploy.fish

Contexts, namespaces, releases and environments are looked up when Tab is pressed.`

export function registerCompletion(program: Command, run: RunCommand): void {
  program
    .command('completion')
    .description('the completion script of a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', help)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      await run(async (world) => {
        const { completionScripts } = await import('../views/completion-scripts.ts')
        world.terminal.data(completionScripts[shell])
      })
    })
}
