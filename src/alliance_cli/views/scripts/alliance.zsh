#compdef alliance
# Completion of alliance in zsh.
_alliance() {
    local command=${${(Q)words[1]}/#\~\//$HOME/} offer text
    local -a typed offers
    local -a ended open shown_ended shown_open
    typed=("${(@Q)words[2,CURRENT-1]}")
    offers=("${(@f)$(
        _ALLIANCE_COMPLETE=zsh _ALLIANCE_WORDS="${(F)typed}" _ALLIANCE_WORD="$QIPREFIX$PREFIX" \
            $command 2>/dev/null
    )}")
    if [[ $offers[1] == $'\t'* ]]; then
        [[ $PREFIX == --*=* ]] && compset -P 1 '*='
        offers=(${(ps:\t:)offers[1]})
        offers=(${offers#.})
        _files ${offers:+-g "*.(#i)(${(j:|:)offers})(-.)"}
        return
    fi
    for offer in $offers; do
        text=${offer%%$'\t'*}
        offer=${offer//$'\t'/  -- }
        if [[ $text == *[=:] ]]; then
            open+=("$text") shown_open+=("${offer%  -- }")
        else
            ended+=("$text") shown_ended+=("${offer%  -- }")
        fi
    done
    local either='m:{[:lower:][:upper:]}={[:upper:][:lower:]}'
    compadd -l -o nosort -M $either -S '' -d shown_open -a open
    compadd -l -o nosort -M $either -d shown_ended -a ended
}
if ! (( $+functions[compdef] )); then
    autoload -Uz compinit && compinit
fi
compdef _alliance alliance
