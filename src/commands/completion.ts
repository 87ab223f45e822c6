import { Argument, type Command } from 'commander'
import type { RunCommand } from './run.ts'

const help = `
Install:
  bash  dir=~/.local/share/bash-completion/completions
        mkdir -p $dir && k8sdeploy completion bash > $dir/k8sdeploy
        or in ~/.bashrc:  eval "$(k8sdeploy completion bash)"
  zsh   k8sdeploy completion zsh > "\${fpath[1]}/_k8sdeploy"
        or in ~/.zshrc, after compinit:  eval "$(k8sdeploy completion zsh)"
  fish  k8sdeploy completion fish > ~/.config/fish/completions/k8sdeploy.fish

Tab also looks up contexts, namespaces, releases and environments.`

export function registerCompletion(program: Command, run: RunCommand): void {
  program
    .command('completion')
    .description('print the completion script for bash, zsh or fish')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', help)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      await run(async (world) => {
        const { completionScripts } = await import('../views/completion-scripts.ts')
        world.terminal.data(completionScripts[shell])
      })
    })
}
