# Completion of alliance in PowerShell.
Register-ArgumentCompleter -Native -CommandName alliance -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text } })
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $Env:_ALLIANCE_COMPLETE = 'powershell'
        $Env:_ALLIANCE_WORDS = $words -join "`n"
        $Env:_ALLIANCE_WORD = $wordToComplete
        & $commandAst.GetCommandName() 2>$null | ForEach-Object {
            $text, $shown, $told = $_ -split "`t"
            [System.Management.Automation.CompletionResult]::new(
                $text, $shown, 'ParameterValue', $told)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:_ALLIANCE_COMPLETE, Env:_ALLIANCE_WORDS, Env:_ALLIANCE_WORD -ErrorAction Ignore
    }
}
