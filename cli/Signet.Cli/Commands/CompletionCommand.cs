using System.CommandLine;
using System.Text.Json.Nodes;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet completion SHELL</c>: a script that asks signet itself what may follow (the <c>[suggest]</c> directive), so that it is never out of step.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # signet completion bash > /etc/bash_completion.d/signet
            _signet() {
              local line
              COMPREPLY=()
              while IFS= read -r line; do
                COMPREPLY+=("$line")
              done < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
            }
            complete -o default -F _signet signet
            """,
        ["zsh"] = """
            #compdef signet
            # signet completion zsh > "${fpath[1]}/_signet"
            _signet() {
              local -a found
              found=("${(@f)$(signet "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a found
              [[ ${#found} -gt 0 ]] || _files
            }
            compdef _signet signet
            """,
        ["fish"] = """
            # signet completion fish > ~/.config/fish/completions/signet.fish
            complete -c signet -a '(set -l line (commandline -cp); signet "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
            """,
        ["pwsh"] = """
            # signet completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName signet -ScriptBlock {
              param($word, $ast, $position)
              signet "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) + "." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var json = new Option<bool>("--json") { Description = "Print the script as a member of a JSON document." };
        var command = new Command("completion", "Print a script that completes signet's commands and options in a shell.") { shell, json };
        command.SetAction(async (parsed, _) =>
        {
            var name = parsed.GetValue(shell)!;
            await Console.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonText.Of(new JsonObject { ["format"] = "signet-completion/1", ["shell"] = name, ["script"] = Scripts[name] })
                : Scripts[name]);
            return ExitCodes.Success;
        });
        return command;
    }
}
