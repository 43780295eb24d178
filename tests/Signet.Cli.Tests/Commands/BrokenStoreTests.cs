using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>Stores that something happened to: one line and an exit code, whatever reads them.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class BrokenStoreTests(LogFixture log) : IClassFixture<LogFixture>, IDisposable
{
    private static readonly string[] Commands =
    [
        "audit verify STORE", "audit show 1 --data STORE", "audit tail STORE", "audit count STORE", "audit report STORE", "audit export STORE",
        "receipt fetch 0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e STORE", "receipt verify RECEIPT --data STORE", "anchor show STORE", "anchor verify STORE", "doctor STORE",
    ];

    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Breaks()
    {
        var data = new TheoryData<string, string>();
        foreach (var command in Commands)
        {
            foreach (var broken in new[] { "no marker", "marker of another", "no keys", "no store", "a file" })
            {
                data.Add(command, broken);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Command_OnWhatIsNoStore_EndsWithTwoAndOneLine(string line, string broken)
    {
        var data = Copy();
        switch (broken)
        {
            case "no marker":
                File.Delete(Path.Combine(data, "signet.json"));
                break;
            case "marker of another":
                await File.WriteAllTextAsync(Path.Combine(data, "signet.json"), "{\"\u001b[2J\":", TestContext.Current.CancellationToken);
                break;
            case "no keys":
                Directory.Delete(Path.Combine(data, "keys"), recursive: true);
                break;
            case "no store":
                Directory.Delete(Path.Combine(data, "store"), recursive: true);
                break;
            default:
                Directory.Delete(data, recursive: true);
                await File.WriteAllTextAsync(data, "x", TestContext.Current.CancellationToken);
                break;
        }

        // The doctor's findings are its answer, and what it didn't find a key for it doesn't need one.
        if (line.StartsWith("doctor", StringComparison.Ordinal))
        {
            Assert.InRange(await RunAsync(line, data), 0, 2);
        }
        else
        {
            Assert.Equal(2, await RunAsync(line, data));
        }

        AssertOneLineAtMost();
    }

    [Theory]
    [InlineData("audit count STORE", true)]
    [InlineData("audit report STORE", true)]
    [InlineData("audit export STORE", true)]
    [InlineData("anchor show STORE", true)]
    [InlineData("receipt fetch 0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e STORE", true)]
    [InlineData("audit count STORE", false)]
    [InlineData("audit report STORE", false)]
    [InlineData("audit export STORE", false)]
    public async Task Command_OnALogWithAHole_EndsWithOneAndOneLine(string line, bool removed)
    {
        var data = Copy();
        var segments = Directory.EnumerateFiles(Path.Combine(data, "store"), "*.ndjson", SearchOption.AllDirectories).Order().ToList();
        var victim = segments[segments.Count / 2];
        File.SetUnixFileMode(victim, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (removed)
        {
            File.Delete(victim);
        }
        else
        {
            await File.WriteAllTextAsync(victim, "\u001b[2J", TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await RunAsync(line, data));
        AssertOneLineAtMost();
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private void AssertOneLineAtMost()
    {
        Assert.True(_console.Error.TrimEnd('\n').Split('\n').Length == 1, _console.Error);
        Assert.DoesNotContain("   at ", _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", _console.Error, StringComparison.Ordinal);
        AuditReadingTests.AssertHarmless(_console.Error);
    }

    private Task<int> RunAsync(string line, string data) =>
        _console.RunAsync([.. line.Split(' ').Select(word => word switch { "STORE" => data, "RECEIPT" => log.Promises[0].ToString(), _ => word })]);

    private string Copy()
    {
        var target = _directory.File("data");
        foreach (var directory in Directory.EnumerateDirectories(log.Data, "*", SearchOption.AllDirectories).Prepend(log.Data))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(log.Data, directory)));
        }

        foreach (var file in Directory.EnumerateFiles(log.Data, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(log.Data, file)));
        }

        return target;
    }
}
