using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Storage.S3;
using Signet.Testing;
using Signet.Testing.Storage;

[assembly: AssemblyFixture(typeof(Signet.EndToEndTests.Stores.CephServer))]

namespace Signet.EndToEndTests.Stores;

/// <summary>
/// Ceph's S3 gateway, installed and started by <c>tests/env/s3</c> when the first test asks for it, and taken down after the last one.
/// SIGNET_TEST_CEPH chooses the version, 20 or 16.
/// </summary>
public sealed class CephServer : IAsyncDisposable
{
    private const int PortsTaken = 50;
    private const string Locked = "signet-log";
    private const string Derived = "signet-derived";
    private const string Claims = "signet-claims";
    private const string Memory = "signet-memory";
    private const string Reader = "arn:aws:iam:::user/reader";

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly TemporaryDirectory _keys = new();
    private Dictionary<string, string>? _started;
    private AmazonS3Client? _operator;
    private int _port;
    private int _places;

    public static string Version => Environment.GetEnvironmentVariable("SIGNET_TEST_CEPH") ?? "20";

    /// <summary>An operator's access, past signet.</summary>
    public IAmazonS3 Operator => _operator!;

    /// <summary>A place of a test's own on the server: a location and its settings.</summary>
    public async Task<(string Location, S3Settings Settings)> PlaceAsync(S3SlotMode mode, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var settings = new S3Settings
        {
            Endpoint = new Uri(_started!["S3_ENDPOINT"]),
            Region = _started["S3_REGION"],
            PathStyle = true,
            DerivedBucket = Derived,
            ClaimBucket = mode == S3SlotMode.Claim ? Claims : "",
            AccessKeyPath = _keys.File("access"),
            SecretKeyPath = _keys.File("secret"),
            SlotMode = mode,
            RetainDays = 1,
        };
        return ($"s3://{Locked}/place-{Interlocked.Increment(ref _places)}", settings);
    }

    /// <summary>
    /// The settings of a place for a user who has what <c>deploy/policies/verifier.json</c> gives there, and nothing else.
    /// </summary>
    public async Task<S3Settings> ReaderOfAsync(string location, S3Settings settings, CancellationToken cancellationToken)
    {
        var prefix = location[$"s3://{Locked}/".Length..];
        await GrantAsync(Locked, "verifier.json", prefix, cancellationToken);
        await GrantAsync(Derived, "verifier.json", prefix, cancellationToken);
        return WithReadersKeys(settings);
    }

    /// <summary>A place for a verifier's memory, for a user who has what <c>deploy/policies/verifier-memory.json</c> gives there.</summary>
    public async Task<(string Location, S3Settings Settings)> MemoryAsync(CancellationToken cancellationToken)
    {
        var (_, settings) = await PlaceAsync(S3SlotMode.Conditional, cancellationToken);
        var prefix = $"memory-{Interlocked.Increment(ref _places)}";
        await GrantAsync(Memory, "verifier-memory.json", prefix, cancellationToken);
        var reader = WithReadersKeys(settings);
        reader.DerivedBucket = "";
        return ($"s3://{Memory}/{prefix}", reader);
    }

    /// <summary>A store at a place, opened without the test that a writer makes of it at its start.</summary>
    internal static S3Calls Open(string location, S3Settings settings)
    {
        var parts = location["s3://".Length..].Split('/', 2);
        return new S3Calls(new S3Options(parts[0], parts[1], settings), TimeProvider.System);
    }

    /// <summary>Ends the gateway (SIGKILL); what it had answered is stored.</summary>
    public async Task KillGatewayAsync(CancellationToken cancellationToken)
    {
        using var gateway = Process.GetProcessById(int.Parse(_started!["S3_GATEWAY_PID"], null));
        gateway.Kill();
        await gateway.WaitForExitAsync(cancellationToken);
    }

    public async Task RestartGatewayAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, value) in await RunAsync("ceph", ["gateway", $"{_port}", Version], cancellationToken))
        {
            _started![name] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _operator?.Dispose();
        if (_port != 0)
        {
            await RunAsync("ceph", ["down", $"{_port}", Version], CancellationToken.None);
        }

        _one.Dispose();
        _keys.Dispose();
    }

    private S3Settings WithReadersKeys(S3Settings settings) => new()
    {
        Endpoint = settings.Endpoint,
        Region = settings.Region,
        PathStyle = true,
        DerivedBucket = settings.DerivedBucket,
        ClaimBucket = settings.ClaimBucket,
        SlotMode = settings.SlotMode,
        RetainDays = settings.RetainDays,
        AccessKeyPath = _keys.File("reader-access"),
        SecretKeyPath = _keys.File("reader-secret"),
    };

    /// <summary>Gives the reader what a policy file says of a bucket, as the bucket's own policy: roles are Amazon's.</summary>
    private async Task GrantAsync(string bucket, string file, string prefix, CancellationToken cancellationToken)
    {
        var text = (await File.ReadAllTextAsync(Repository.PathOf("deploy", "policies", file), cancellationToken))
            .Replace("SEGMENT_BUCKET", Locked, StringComparison.Ordinal).Replace("DERIVED_BUCKET", Derived, StringComparison.Ordinal)
            .Replace("MEMORY_BUCKET", Memory, StringComparison.Ordinal).Replace("PREFIX", prefix, StringComparison.Ordinal);
        var policy = JsonNode.Parse(text)!;
        foreach (var statement in policy["Statement"]!.AsArray().ToList())
        {
            var resources = statement!["Resource"] is JsonArray several ? [.. several.Select(item => (string)item!)] : new[] { (string)statement["Resource"]! };
            var here = resources.Where(resource => $"{resource}/".StartsWith($"arn:aws:s3:::{bucket}/", StringComparison.Ordinal)).ToArray();
            statement["Resource"] = new JsonArray([.. here.Select(resource => JsonValue.Create(resource))]);
            statement["Principal"] = new JsonObject { ["AWS"] = new JsonArray(Reader) };
            if (here.Length == 0)
            {
                policy["Statement"]!.AsArray().Remove(statement);
            }
        }

        await _operator!.PutBucketPolicyAsync(bucket, policy.ToJsonString(), cancellationToken);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_started is not null)
            {
                return;
            }

            await RunAsync("install", [Version], cancellationToken);
            _port = FreePorts();
            var started = await RunAsync("ceph", ["up", $"{_port}", Version], cancellationToken);
            await File.WriteAllTextAsync(_keys.File("access"), started["S3_ACCESS_KEY"] + "\n", cancellationToken);
            await File.WriteAllTextAsync(_keys.File("secret"), started["S3_SECRET_KEY"] + "\n", cancellationToken);
            await File.WriteAllTextAsync(_keys.File("reader-access"), started["S3_READER_ACCESS_KEY"] + "\n", cancellationToken);
            await File.WriteAllTextAsync(_keys.File("reader-secret"), started["S3_READER_SECRET_KEY"] + "\n", cancellationToken);
            _operator = new AmazonS3Client(
                new BasicAWSCredentials(started["S3_ACCESS_KEY"], started["S3_SECRET_KEY"]),
                new AmazonS3Config
                {
                    ServiceURL = started["S3_ENDPOINT"],
                    AuthenticationRegion = started["S3_REGION"],
                    ForcePathStyle = true,
                    RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                });
            await _operator.PutBucketAsync(new PutBucketRequest { BucketName = Locked, ObjectLockEnabledForBucket = true }, cancellationToken);
            await _operator.PutBucketAsync(new PutBucketRequest { BucketName = Memory, ObjectLockEnabledForBucket = true }, cancellationToken);
            await _operator.PutBucketAsync(Derived, cancellationToken);
            await _operator.PutBucketAsync(Claims, cancellationToken);
            _started = started;
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<Dictionary<string, string>> RunAsync(string script, string[] arguments, CancellationToken cancellationToken)
    {
        // To files and not through pipes: the server's processes outlive the script, and would keep its pipes open.
        using var scratch = new TemporaryDirectory();
        var command = $"exec \"$@\" >{scratch.File("out")} 2>{scratch.File("err")} </dev/null";
        using var process = Process.Start("/bin/bash", ["-c", command, "_", Repository.PathOf("tests", "env", "s3", script), .. arguments]);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} ended with {process.ExitCode}.\n{await File.ReadAllTextAsync(scratch.File("err"), cancellationToken)}");
        }

        return (await File.ReadAllLinesAsync(scratch.File("out"), cancellationToken))
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>The first of as many ports as the server takes, below those that the system hands out.</summary>
    private static int FreePorts()
    {
        for (var port = 18_000 + (Random.Shared.Next(200) * PortsTaken); ; port = 18_000 + (Random.Shared.Next(200) * PortsTaken))
        {
            try
            {
                foreach (var offset in new[] { 0, 1, 2, 10, 11 })
                {
                    using var probe = new TcpListener(IPAddress.Loopback, port + offset);
                    probe.Start();
                }

                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
