# Completion of alliance in bash.
_alliance() {
    local offer command=${1/#\~\//$HOME/}
    COMPREPLY=()
    while IFS= read -r offer; do
        if [[ $offer == $'\t'* ]]; then
            compopt -o filenames 2>/dev/null
        else
            COMPREPLY+=("$offer")
        fi
    done < <(
        _ALLIANCE_COMPLETE=bash _ALLIANCE_LINE=${COMP_LINE:0:COMP_POINT} _ALLIANCE_WORD=$2 \
            _ALLIANCE_TYPE=$COMP_TYPE "$command" 2>/dev/null
    )
    if [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *[=:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _alliance alliance 2>/dev/null || complete -F _alliance alliance
