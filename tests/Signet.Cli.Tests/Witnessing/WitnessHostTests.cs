using System.Net;
using System.Text;
using Signet.Cli.Witnessing;
using Signet.Ledger;
using Signet.Ledger.Witnesses;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Witnessing;

/// <summary>The witness over real HTTP: what it cosigns, and what it refuses with which status.</summary>
public sealed class WitnessHostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly WitnessedTree _log = new WitnessedTree("log.one").Grow(300);
    private readonly WitnessedTree _other = new WitnessedTree("log.two", 2).Grow(300);
    private readonly HttpClient _http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
        _other.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Add_GrowingTree_IsCosignedStepByStep()
    {
        await using var witness = await StartAsync();
        var old = 0;
        foreach (var size in (int[])[1, 2, 3, 7, 8, 9, 128, 200, 200, 300])
        {
            var (status, _, answer) = await PostAsync(witness, _log.Request(old, size).Write());
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.NotNull(Cosignature.Find(answer, _log.At(size).Text, witness.Key, out var at));
            Assert.InRange(at, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
            Assert.Null(Cosignature.Find(answer, _log.At(size - 1).Text, witness.Key, out _));
            old = size;
        }
    }

    [Fact]
    public async Task Add_Refusals_AreThoseOfTheProtocol()
    {
        await using var witness = await StartAsync();
        await PostOkAsync(witness, _log.Request(0, 100));
        using var stranger = new WitnessedTree("log.three", 3).Grow(10);
        using var impostor = new WitnessedTree("log.one", 9).Grow(200);
        using var fork = new WitnessedTree("log.one").Grow(60).Grow(200, "two");

        // Somebody else's log, and this log's name under another key.
        await AssertRefusedAsync(witness, HttpStatusCode.NotFound, stranger.Request(0, 10));
        await AssertRefusedAsync(witness, HttpStatusCode.Forbidden, impostor.Request(100, 200));

        // A rollback, and an older size that isn't the one remembered.
        await AssertConflictAsync(witness, "100\n", _log.Request(0, 50));
        await AssertConflictAsync(witness, "100\n", _log.Request(50, 200));
        await AssertConflictAsync(witness, "100\n", fork.Request(100, 100));
        await AssertRefusedAsync(witness, HttpStatusCode.BadRequest, _log.Request(0, 50) with { OldSize = 51 });

        // A fork, a proof too many, one too few, one that is wrong.
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, fork.Request(100, 200));
        var good = _log.Request(100, 200);
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, good with { Proof = [.. good.Proof, Digest.Zero] });
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, good with { Proof = [.. good.Proof.Skip(1)] });
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, good with { Proof = [Digest.Zero, .. good.Proof.Skip(1)] });
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, _other.Request(0, 10) with { Proof = [Digest.Zero] });

        // None of this has moved it.
        await PostOkAsync(witness, good);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("old 0\nnot base64\n\n")]
    [InlineData("new 0\n\n")]
    public async Task Add_OtherSpelling_IsABadRequest(string head)
    {
        await using var witness = await StartAsync();
        var (status, _, _) = await PostAsync(witness, [.. Encoding.ASCII.GetBytes(head), .. _log.Request(0, 1).Note.Span]);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Add_TooLarge_IsRefusedUnread()
    {
        await using var witness = await StartAsync();
        var (status, _, _) = await PostAsync(witness, new byte[AddCheckpointRequest.MaxOctets + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task Add_RestartedAndSeveralLogs_RemembersEach()
    {
        CosignerKey key;
        await using (var witness = await StartAsync())
        {
            key = witness.Key;
            await PostOkAsync(witness, _log.Request(0, 100));
            await PostOkAsync(witness, _other.Request(0, 70));
        }

        await using var again = await StartAsync();
        Assert.Equal(key.ToString(), again.Key.ToString());
        await AssertConflictAsync(again, "100\n", _log.Request(0, 50));
        await AssertConflictAsync(again, "70\n", _other.Request(0, 50));
        await PostOkAsync(again, _log.Request(100, 200));
    }

    [Fact]
    public async Task Add_ManyAtOnce_CosignsOneHistory()
    {
        using var fork = new WitnessedTree("log.one").Grow(60).Grow(300, "two");
        await using var witness = await StartAsync();
        await PostOkAsync(witness, _log.Request(0, 60));
        var requests = Enumerable.Range(61, 40).SelectMany(size => new[] { (Tree: _log, Size: size), (Tree: fork, Size: size) }).ToList();

        var answers = await Task.WhenAll(requests.Select(async request =>
            (request.Tree, request.Size, Answer: await PostAsync(witness, request.Tree.Request(60, request.Size).Write()))));

        // All start from 60, so one can win; whoever comes later is told where it stands.
        var (tree, size, _) = Assert.Single(answers, answer => answer.Answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Answer.Status != HttpStatusCode.OK), answer =>
            Assert.Equal((HttpStatusCode.Conflict, $"{size}\n"), (answer.Answer.Status, answer.Answer.Body)));
        await AssertRefusedAsync(witness, HttpStatusCode.UnprocessableEntity, (tree == _log ? fork : _log).Request(size, 300));
    }

    [Fact]
    public async Task Start_DirectoryInUseOrMemoryDamaged_IsRefused()
    {
        await using (await StartAsync())
        {
            await Assert.ThrowsAsync<UserErrorException>(StartAsync);
        }

        await File.WriteAllTextAsync(_directory.File("log.one.checkpoint"), "torn", Token);
        await Assert.ThrowsAsync<UserErrorException>(StartAsync);
        Assert.Throws<UserErrorException>(() => new WitnessedLogs(["nonsense"]));
        Assert.Throws<UserErrorException>(() => new WitnessedLogs([]));
    }

    private Task<WitnessHost> StartAsync() => WitnessHost.StartAsync(
        new WitnessOptions
        {
            Data = _directory.Path,
            Name = "witness.example/w1",
            Logs = [_log.Key, _other.Key],
            Address = IPAddress.Loopback,
            Port = 0,
        },
        TimeProvider.System,
        Token);

    private async Task PostOkAsync(WitnessHost witness, AddCheckpointRequest request) =>
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(witness, request.Write())).Status);

    private async Task AssertRefusedAsync(WitnessHost witness, HttpStatusCode status, AddCheckpointRequest request)
    {
        var answer = await PostAsync(witness, request.Write());
        Assert.Equal((status, ""), (answer.Status, answer.Body));
    }

    private async Task AssertConflictAsync(WitnessHost witness, string size, AddCheckpointRequest request) =>
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", size), await PostAsync(witness, request.Write()));

    private async Task<(HttpStatusCode Status, string? MediaType, string Body)> PostAsync(WitnessHost witness, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await _http.PostAsync(new Uri(witness.Address, "/add-checkpoint"), content, Token);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Token));
    }
}
