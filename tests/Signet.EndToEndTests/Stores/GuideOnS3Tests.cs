using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Signet.Cli.AllInOne;
using Signet.Storage.S3;
using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Stores;

/// <summary>
/// Whoever puts a log into a bucket as the guides say, with the settings that they show: started, verified by somebody with rights to read, and measured.
/// Changed are addresses, buckets and keys, which are those of the tests' server, and how long a benchmark takes.
/// </summary>
[Collection("Ceph")]
public sealed partial class GuideOnS3Tests(CephServer ceph)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guides_EveryCommandOnABucket_DoesWhatItSays()
    {
        using var folder = new TemporaryDirectory();
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        await WriteAsync(folder.File("s3.json"), settings);
        await WriteAsync(folder.File("reader.json"), await ceph.ReaderOfAsync(location, settings, Token));
        var shell = new GuideShell(folder.Path);
        var repository = new GuideShell(Repository.PathOf())
        {
            Variables = { ["RunAnalyzers"] = "false", ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        };
        var done = new List<string>();

        // The log first: benchmarks stand on a page before it.
        var commands = CommandRunners.CommandsOf(typeof(GuideOnS3Tests)).Select(command => command.Text).Distinct();
        foreach (var command in commands.OrderByDescending(text => text.StartsWith("signet ", StringComparison.Ordinal)))
        {
            var text = Location().Replace(command, location);
            switch (command.Split(' '))
            {
                case ["signet", "up", .. var options]:
                    var here = options.Select(option => option == "s3.json" ? folder.File(option) : Location().Replace(option, location));
                    await using (var signet = await SignetProcess.UpAsync(folder.File("signet-data"), here, Token))
                    {
                        Assert.Equal(0, await signet.TerminateAsync(Token));
                    }

                    done.Add("up");
                    break;
                case ["signet", "audit", "verify", ..]:
                    var data = folder.File("signet-data");
                    var report = await shell.DoAsync(text.Replace("LOG", DataDirectory.ReadLogId(data), StringComparison.Ordinal)
                        .Replace("KEY", $"'{DataTrust.Load(data).CheckpointKey}'", StringComparison.Ordinal));
                    Assert.StartsWith("CLEAN", report, StringComparison.Ordinal);
                    done.Add("verify");
                    break;
                case ["dotnet", "run", ..]:
                    var (elsewhere, _) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
                    var figures = await repository.DoAsync(
                        Location().Replace(command, elsewhere).Replace("SETTINGS.json", $"{folder.File("s3.json")} 1000 1", StringComparison.Ordinal));
                    Assert.Contains("| verifying 1,000 entries | ", figures, StringComparison.Ordinal);
                    done.Add("bench");
                    break;
                default:
                    Assert.Fail($"Nobody says what is to come of it: {command}");
                    break;
            }
        }

        Assert.Equal(["up", "verify", "bench"], done);
    }

    /// <summary>The settings that the page shows, with the values of the tests' server.</summary>
    private static async Task WriteAsync(string path, S3Settings settings)
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "operations.md"), Token);
        var shown = JsonNode.Parse(Shown().Match(page).Value)!.AsObject();
        var here = new Dictionary<string, JsonNode?>
        {
            ["Endpoint"] = settings.Endpoint!.AbsoluteUri,
            ["Region"] = settings.Region,
            ["DerivedBucket"] = settings.DerivedBucket,
            ["ClaimBucket"] = settings.ClaimBucket,
            ["RetainDays"] = settings.RetainDays,
            ["AccessKeyPath"] = settings.AccessKeyPath,
            ["SecretKeyPath"] = settings.SecretKeyPath,
        };
        foreach (var (name, value) in here)
        {
            Assert.True(shown.ContainsKey(name), $"The page shows no {name}.");
            shown[name] = value;
        }

        await File.WriteAllTextAsync(path, shown.ToJsonString(), Token);
    }

    [GeneratedRegex(@"s3://\S+")]
    private static partial Regex Location();

    [GeneratedRegex(@"\{\s+""Endpoint"":[^}]+\}")]
    private static partial Regex Shown();
}
