using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Deploy.Tests;

/// <summary>
/// <c>deploy/smoke.sh</c> with programs in the place of helm and kubectl that write down how they were called: what it does in which order, and that
/// it ends where something is not as it should be. What a cluster makes of it only a cluster can show.
/// </summary>
public sealed class SmokeTests : IAsyncLifetime
{
    private const string Kubectl = """
        #!/usr/bin/env bash
        printf 'kubectl %s\n' "$*" >> "$CALLS"
        case " $* " in
          *' get namespace '*) [ "$EXISTS" = true ] || exit 1 ;;
          *' get secret signet-chain-root ') exit 1 ;;
          *' get pvc --output name '*) echo persistentvolumeclaim/theirs ;;
          *' get pvc --selector '*) printf 'persistentvolumeclaim/%s\n' theirs signet-log ;;
          *' create -f - '*)
            if grep -q hostNetwork; then
              [ "$INJECTS" = true ] && { echo 'admission webhook denied the request: signet: The pod uses the network of its node' >&2; exit 1; }
            fi ;;
          *' get pod asks '*) [ "$INJECTS" = true ] && printf %s http://signet-gateway.smoke.svc:8443/v1 ;;
          *' apply '*) cat > /dev/null ;;
          *' port-forward '*) echo "Forwarding from 127.0.0.1:$GATEWAY_PORT -> 8443"; exec sleep 600 ;;
          *' get deployment,statefulset '*) printf 3 ;;
          *' get pvc '*' -o name '*) echo persistentvolumeclaim/signet-log ;;
          *' get pvc signet-log '*) printf %s "$CLAIM" ;;
        esac
        """;

    private const string Helm = """
        #!/usr/bin/env bash
        printf 'helm %s\n' "$*" >> "$CALLS"
        case " $* " in
          ' version --short ') echo "$HELM_VERSION" ;;
          *' log.id=another '*) [ "$REFUSES" = true ] && { echo 'A log never changes its name' >&2; exit 1; } ;;
        esac
        exit 0
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplication _gateway;

    public SmokeTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _gateway = builder.Build();
        _gateway.Urls.Add("http://127.0.0.1:0");
        _gateway.MapPost("/v1/chat/completions", (HttpContext context) =>
            Results.StatusCode(context.Request.Headers.ContainsKey("X-Commit-Owner") ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, text) in new[] { ("kubectl", Kubectl), ("helm", Helm) })
        {
            await File.WriteAllTextAsync(_directory.File(name), text + "\n", Token);
            File.SetUnixFileMode(_directory.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await _gateway.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Smoke_AllAsItShouldBe_GoesThroughTheLifeOfARelease()
    {
        var (code, output, calls) = await RunAsync();
        Assert.True(code == 0, output);
        Assert.Equal(
            ["create namespace", "install", "test", "job verify-1", "upgrade", "create namespace", "upgrade", "test", "upgrade", "job verify-2", "job verify-3", "uninstall", "install", "test",
                "job verify-4", "uninstall", "delete namespace", "delete namespace"],
            calls.Select(Step).OfType<string>());
        Assert.Contains(calls, call => call.Contains("--from=cronjob/signet-verify ", StringComparison.Ordinal));

        // Secrets are handed on as files: what stands in a command line is seen by everybody on the machine.
        Assert.Equal(4, calls.Count(call => call.Contains(" create secret generic ", StringComparison.Ordinal)));
        Assert.All(calls.Where(call => call.Contains(" create secret ", StringComparison.Ordinal)), call => Assert.Contains("--from-file=", call, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Contains("--from-literal", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HELM_VERSION=v4.1.4+g05fa379", "--wait=legacy")]
    [InlineData("HELM_VERSION=v3.17.2+gcc0bbbd", "--wait")]
    public async Task Smoke_Helm_WaitsForNoSecondAuditor(string version, string option)
    {
        var (_, _, calls) = await RunAsync(version);
        Assert.All(calls.Where(call => Step(call) is "install"), call => Assert.Contains(option, call.Split(' ')));
    }

    [Fact]
    public async Task Smoke_NamespaceThatExists_StaysWithWhatWasInIt()
    {
        var (code, output, calls) = await RunAsync("EXISTS=true");
        Assert.True(code == 0, output);
        Assert.Equal(["kubectl delete namespace smoke-agents --ignore-not-found --wait=false"], calls.Where(call => Step(call) is "delete namespace"));
        Assert.Contains(calls, call => call.Contains(" delete ", StringComparison.Ordinal) && call.EndsWith("persistentvolumeclaim/signet-log", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Contains(" delete ", StringComparison.Ordinal) && call.EndsWith("persistentvolumeclaim/theirs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CLAIM=Lost", "the log's claim stays")]
    [InlineData("REFUSES=false", "was not refused")]
    [InlineData("INJECTS=false", "a workload is sent to the gateway")]
    public async Task Smoke_SomethingIsWrong_SaysSoAndFails(string wrong, string said)
    {
        var (code, output, calls) = await RunAsync(wrong);
        Assert.NotEqual(0, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains(calls, call => call.Contains(" describe pods", StringComparison.Ordinal));

        // Cleaned up in an order that leaves no webhook without its service.
        Assert.Equal(["uninstall", "delete namespace", "delete namespace"], calls.Select(Step).OfType<string>().TakeLast(3));
    }

    private async Task<(int Code, string Output, string[] Calls)> RunAsync(params string[] differently)
    {
        var port = new Uri(_gateway.Urls.Single()).Port;
        string[] variables =
        [
            $"CALLS={_directory.File("calls")}", $"GATEWAY_PORT={port}", "HELM_VERSION=v4.1.4+g05fa379", "EXISTS=false", "CLAIM=Bound", "REFUSES=true", "INJECTS=true", $"HELM={_directory.File("helm")}",
            $"KUBECTL={_directory.File("kubectl")}", "no_proxy=127.0.0.1", .. differently,
        ];

        // As the guide has it, in a namespace whose name is known.
        var line = Assert.Single(CommandRunners.CommandsOf(typeof(SmokeTests))).Text.Split(' ');
        var result = await CommandProcess.RunAsync("env", [.. variables, .. line, "--namespace", "smoke"]);
        return (result.ExitCode, result.Output + result.Error, await File.ReadAllLinesAsync(_directory.File("calls"), Token));
    }

    private static string? Step(string call)
    {
        var words = call.Split(' ');
        return words switch
        {
            ["helm", "--namespace", _, var what, ..] => what,
            ["kubectl", var what and ("create" or "delete"), "namespace", ..] => $"{what} namespace",
            ["kubectl", "--namespace", _, "create", "job", _, var name] => $"job {name}",
            _ => null,
        };
    }
}
