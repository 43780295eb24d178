using System.Net;
using System.Text;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Witnesses;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Witnesses;

/// <summary>The witness as a process that is killed while it cosigns.</summary>
public sealed class WitnessTests : IDisposable
{
    private const int Rounds = 5;
    private const string LogId = "log.one";

    private readonly CheckpointSigner _signer = new(LogId, new byte[32]);
    private readonly Digest[] _leaves = [.. Enumerable.Range(0, 100_000).Select(leaf => MerkleTree.HashLeaf(BitConverter.GetBytes(leaf)))];
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _signer.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Witness_KilledWhileCosigning_NeverForgetsWhatItCosigned()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var data = new TemporaryDirectory();
        var cosigned = 0;
        string? key = null;
        for (var round = 0; round < Rounds; round++)
        {
            await using var witness = await WitnessProcess.StartAsync(data.Path, _signer.VerifierKey.ToString(), cancel);
            Assert.Equal(key ??= witness.Key.ToString(), witness.Key.ToString());

            // It may remember more than anybody holds a cosignature of, and never less.
            var (status, size) = await PostAsync(witness, Request(0, 1), cancel);
            var remembered = cosigned == 0 && status == HttpStatusCode.OK ? 1 : int.Parse(size.TrimEnd('\n'), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(remembered >= cosigned, $"It cosigned {cosigned} and remembers {remembered}.");
            cosigned = remembered;

            var kill = Task.Run(
                async () =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100 + (130 * round)), cancel);
                    await witness.KillAsync(cancel);
                },
                cancel);
            try
            {
                while (cosigned < _leaves.Length)
                {
                    var (answer, body) = await PostAsync(witness, Request(cosigned, cosigned + 1), cancel);
                    Assert.Equal(HttpStatusCode.OK, answer);
                    cosigned++;
                    Assert.NotNull(Cosignature.Find(body, At(cosigned).Text, witness.Key, out _));
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }

            await kill;
        }

        Assert.True(cosigned > Rounds);
        await using var last = await WitnessProcess.StartAsync(data.Path, _signer.VerifierKey.ToString(), cancel);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(last, Request(0, 1), cancel)).Status);
    }

    private Checkpoint At(int size) => new(LogId, size, ConsistencyProof.RootOf(_leaves.AsSpan(0, size)));

    private AddCheckpointRequest Request(int oldSize, int size) => new(
        oldSize, oldSize == 0 ? [] : ConsistencyProof.Create(oldSize, _leaves.AsSpan(0, size)), _signer.Sign(At(size)));

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(
        WitnessProcess witness, AddCheckpointRequest request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(request.Write());
        using var answer = await _http.PostAsync(new Uri(witness.Address, "/add-checkpoint"), content, cancellationToken);
        return (answer.StatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
    }
}
