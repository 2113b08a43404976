# Completion of alliance in fish.
function __alliance_offers
    set -l words (commandline -opc)
    set -l token (commandline -ct | string collect)
    set -lx _ALLIANCE_COMPLETE fish
    set -lx _ALLIANCE_WORDS (string join -- \n $words[2..] | string collect)
    set -lx _ALLIANCE_WORD "$token"
    set -l offers ($words[1] 2>/dev/null)
    if not string match -q -- \t'*' "$offers[1]"
        printf '%s\n' $offers
        return
    end
    # What fish itself would complete, if it is a folder or has one of the endings.
    set -l endings / (string split -n -- \t $offers[1] | string escape --style=regex)
    complete --do-complete "__alliance_nothing $token" |
        string match -rei -- '('(string join -- '|' $endings)')(\t|$)'
end
complete --command alliance --keep-order --no-files --arguments '(__alliance_offers)'
