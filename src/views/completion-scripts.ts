/** Where bash takes `:` and `=` for the beginning of a word, it replaces only what stands behind them. */
const bash = `_k8sdeploy() {
  local line=\${COMP_LINE:0:COMP_POINT} value rest quoted
  local token=\${line##*[[:space:]]} breaks=\${COMP_WORDBREAKS//[^:=]/} prefix=
  if [[ -n $breaks && $token == *["$breaks"]* ]]; then prefix=\${token%"\${token##*["$breaks"]}"}; fi
  COMPREPLY=()
  while IFS=$'\\t' read -r value rest; do
    case $value in
      :files | :folders)
        local kind=-f
        if [[ $value == :folders ]]; then kind=-d; fi
        compopt -o filenames 2>/dev/null
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$kind" -- "\${token#"$prefix"}")
        ;;
      *)
        printf -v quoted %q "$value"
        COMPREPLY+=("\${quoted#"$prefix"}")
        ;;
    esac
  done < <(k8sdeploy __complete -- "$line" 2>/dev/null </dev/null)
}
complete -F _k8sdeploy k8sdeploy
`

const zsh = `#compdef k8sdeploy
_k8sdeploy() {
  local -a found
  local value about
  local line="\${(j: :)words[1,CURRENT-1]} $PREFIX"
  while IFS=$'\\t' read -r value about; do
    case $value in
      :files) _files; return ;;
      :folders) _files -/; return ;;
      *) found+=("\${value//:/\\\\:}\${about:+:$about}") ;;
    esac
  done < <(k8sdeploy __complete -- "$line" 2>/dev/null </dev/null)
  (( $#found )) && _describe k8sdeploy found
}
if [[ \${funcstack[1]} == _k8sdeploy ]]; then
  _k8sdeploy "$@"
else
  compdef _k8sdeploy k8sdeploy
fi
`

const fish = `function __k8sdeploy_complete
    set -l line (commandline -cp)
    for one in (k8sdeploy __complete -- "$line" 2>/dev/null </dev/null)
        switch $one
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $one
        end
    end
end
complete -c k8sdeploy -f -a '(__k8sdeploy_complete)'
`

/** Each asks the program itself, so that none is ever behind it. */
export const completionScripts = { bash, zsh, fish }
