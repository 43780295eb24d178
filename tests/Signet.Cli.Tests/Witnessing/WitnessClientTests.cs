using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Anchorer;
using Signet.Cli.Witnessing;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Witnesses;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Witnessing;

/// <summary>What takes checkpoints to a witness, against the witness itself and against ones that misbehave.</summary>
public sealed class WitnessClientTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly WitnessedTree _log = new WitnessedTree("log.one").Grow(10);
    private readonly HttpClient _http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Advance_GrowingLog_KeepsTheCosignedNoteAndAsksNothingTwice()
    {
        await using var witness = await StartAsync();
        var client = Client(witness);
        Assert.Equal(WitnessResult.Cosigned, await client.AdvanceAsync(Token));
        Assert.Equal(WitnessResult.Idle, await client.AdvanceAsync(Token));
        _log.Grow(77);
        Assert.Equal(WitnessResult.Cosigned, await client.AdvanceAsync(Token));

        // The cosignature is one more signature line of a note that opens as it did without.
        var note = _log.Kept["first"];
        Assert.True(VerifierKey.TryParse(_log.Key, out var key));
        Assert.True(Checkpoint.TryOpen(note, key!, out var checkpoint));
        Assert.Equal(_log.At(77), checkpoint);
        Assert.NotNull(Cosignature.Find(Encoding.UTF8.GetString(note), checkpoint!.Text, witness.Key, out _));
    }

    [Fact]
    public async Task Advance_AfterARestart_LearnsTheSizeFromTheWitness()
    {
        await using var witness = await StartAsync();
        Assert.Equal(WitnessResult.Cosigned, await Client(witness).AdvanceAsync(Token));
        _log.Grow(20);
        Assert.Equal(WitnessResult.Cosigned, await Client(witness).AdvanceAsync(Token));
        Assert.Equal(WitnessResult.Cosigned, await Client(witness).AdvanceAsync(Token));
    }

    [Fact]
    public async Task Advance_LogRolledBackOrForked_Disagrees()
    {
        await using var witness = await StartAsync();
        Assert.Equal(WitnessResult.Cosigned, await Client(witness).AdvanceAsync(Token));
        using var shorter = new WitnessedTree("log.one").Grow(5);
        using var fork = new WitnessedTree("log.one").Grow(5).Grow(30, "two");
        using var rewritten = new WitnessedTree("log.one").Grow(5).Grow(10, "two");
        foreach (var log in (WitnessedTree[])[shorter, fork, rewritten])
        {
            Assert.Equal(WitnessResult.Disagrees, await Client(witness, log).AdvanceAsync(Token));
            Assert.Empty(log.Kept);
        }
    }

    [Theory]
    [InlineData(200, "nonsense", WitnessResult.Unsigned)]
    [InlineData(200, "", WitnessResult.Unsigned)]
    [InlineData(404, "", WitnessResult.Refused)]
    [InlineData(403, "", WitnessResult.Refused)]
    [InlineData(500, "", WitnessResult.Refused)]
    [InlineData(302, "", WitnessResult.Refused)]
    [InlineData(422, "", WitnessResult.Disagrees)]
    [InlineData(409, "no size", WitnessResult.Disagrees)]
    public async Task Advance_WitnessAnswersOtherwise_KeepsNothing(int status, string body, object result)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/w/add-checkpoint", http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        await app.StartAsync(Token);
        var endpoint = new WitnessEndpoint("first", new Uri(app.Urls.First() + "/w/"), CosignerKey.Create("witness.example", new byte[32]));

        Assert.Equal((WitnessResult)result, await new WitnessClient(endpoint, _log, _http).AdvanceAsync(Token));
        Assert.Empty(_log.Kept);
    }

    [Fact]
    public async Task Advance_CosignatureOfAnotherKey_IsNotKept()
    {
        await using var witness = await StartAsync();
        var endpoint = new WitnessEndpoint("first", witness.Address, CosignerKey.Create(witness.Key.Name, new byte[32]));
        Assert.Equal(WitnessResult.Unsigned, await new WitnessClient(endpoint, _log, _http).AdvanceAsync(Token));
        Assert.Empty(_log.Kept);
    }

    private WitnessClient Client(WitnessHost witness, WitnessedTree? log = null) =>
        new(new WitnessEndpoint("first", witness.Address, witness.Key), log ?? _log, _http);

    private Task<WitnessHost> StartAsync() => WitnessHost.StartAsync(
        new WitnessOptions
        {
            Data = _directory.Path,
            Name = "witness.example",
            Logs = [_log.Key],
            Address = IPAddress.Loopback,
            Port = 0,
        },
        TimeProvider.System,
        Token);
}
