using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Vectors;

/// <summary>The files under tests/vectors: they are what the generators give, and what they say is what verification finds.</summary>
public class VectorTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> Names => new(Folders().Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Generators_GiveTheCommittedFiles()
    {
        // Set SIGNET_VECTORS_WRITE=1 after a change of the generators; tokens and encrypted keys differ each time and are left as they are.
        var write = Environment.GetEnvironmentVariable("SIGNET_VECTORS_WRITE") == "1";
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var vector in VectorLogs.All())
        {
            names.Add(vector.Name);
            var folder = Path.Combine(Folder(), vector.Name);
            if (write && (vector.Repeatable || !Directory.Exists(folder)))
            {
                Write(folder, vector);
            }

            if (vector.Repeatable)
            {
                Assert.Equal(vector.ToJson().ToJsonString(Indented) + "\n", File.ReadAllText(Path.Combine(folder, "vector.json")));
                Assert.Equal(
                    vector.Segments.Keys.Order().Select(FileName), Directory.GetFiles(Path.Combine(folder, "segments")).Select(Path.GetFileName).Order());
                Assert.All(vector.Segments, segment =>
                    Assert.Equal(segment.Value, File.ReadAllBytes(Path.Combine(folder, "segments", FileName(segment.Key)))));
            }
        }

        Assert.Equal(names, Folders().Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_Alone_AreFoundToBeWhatTheySay(string name)
    {
        var folder = Path.Combine(Folder(), name);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "vector.json")))!;
        Assert.True(VerifierKey.TryParse((string)json["checkpoint_vkey"]!, out var vkey));
        using var sealing = SealedEpochKey.ImportKey((string?)json["sealing_key_pem"]);
        var logId = (string)json["log_id"]!;
        var roots = json["tsa_roots"]!.AsObject().Select(root => new TsaTrust(root.Key, [Convert.FromBase64String((string)root.Value!)])).ToList();
        var vector = new Vector(
            name, "",
            Directory.GetFiles(Path.Combine(folder, "segments")).ToDictionary(
                file => long.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture), File.ReadAllBytes),
            new LogTrust
            {
                LogId = logId,
                CheckpointKey = vkey,
                RootSecrets = Secrets(json["root_secrets"]!),
                CommitSecrets = Secrets(json["commit_secrets"]!),
                SealingKeys = sealing is null ? [] : [sealing],
                CheckAnchor = roots.Count == 0 ? null : AnchorChecks.For(logId, roots),
            },
            new Checkpoint(logId, (long)json["size"]!, Digest.TryParse((string)json["root"]!, out var root) ? root : default))
        {
            Note = json["checkpoint"] is { } note ? Encoding.UTF8.GetBytes((string)note!) : null,
            Now = LedgerText.TryParseTime((string)json["now"]!, out var now) ? now : default,
        };
        var actual = vector.ToJson();
        Assert.Equal(json["expect"]!.ToJsonString(), actual["expect"]!.ToJsonString());
        Assert.Equal(json["expect_keyless"]!.ToJsonString(), actual["expect_keyless"]!.ToJsonString());
        Assert.Equal(json["commit_keys"]!.ToJsonString(), actual["commit_keys"]!.ToJsonString());
        if (json["expect"]!.AsArray().All(finding => (string)finding!["severity"]! == "warning"))
        {
            var report = vector.Verify(full: true);
            Assert.Equal((vector.Head.Size, vector.Head.Root), (report.Size, report.Root));
            Assert.True(report.Full);
        }
    }

    [Fact]
    public void AnotherLanguage_ChecksThemTheSame()
    {
        // A page of Python that knows the format only from its description.
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(Folder(), "check.py")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEnd() + python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, output);
        Assert.Contains($"{Names.Count} vectors", output, StringComparison.Ordinal);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Secrets(JsonNode node) =>
        node.AsObject().ToDictionary(secret => secret.Key, secret => (ReadOnlyMemory<byte>)Convert.FromHexString((string)secret.Value!));

    private static void Write(string folder, Vector vector)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Path.Combine(folder, "segments"));
        File.WriteAllText(Path.Combine(folder, "vector.json"), vector.ToJson().ToJsonString(Indented) + "\n");
        foreach (var (number, octets) in vector.Segments)
        {
            File.WriteAllBytes(Path.Combine(folder, "segments", FileName(number)), octets);
        }
    }

    private static string FileName(long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:d20}.ndjson");

    /// <summary>Those of logs; vectors of other things stand beside them.</summary>
    private static IEnumerable<string> Folders() =>
        Directory.GetDirectories(Folder()).Where(folder => File.Exists(Path.Combine(folder, "vector.json")));

    private static string Folder() => Repository.PathOf("tests", "vectors");
}
