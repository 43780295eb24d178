using Signet.Cli.AllInOne;
using Signet.Ledger.Receipts;

namespace Signet.FunctionalTests;

public sealed class ReceiptServingTests(SignetHost signet) : IClassFixture<SignetHost>
{
    private const int Proofs = 40;

    [Fact]
    public async Task Receipt_WhileTheLogGrows_AlwaysProves()
    {
        var key = DataTrust.Load(signet.Data).CheckpointKey!;
        var first = (await signet.SendAsync(SignetHost.Chat("Hello."))).Receipts[0];
        var done = false;
        var growing = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                Assert.Equal(200, (await signet.SendAsync(SignetHost.Chat("Hello."))).Status);
            }
        })));
        try
        {
            for (var number = 0; number < Proofs; number++)
            {
                var text = await signet.Client.GetStringAsync(
                    new Uri(signet.Address, $"log/receipts/{first.Entry:D}"), TestContext.Current.CancellationToken);
                Assert.True(InclusionReceipt.TryParse(text, out var proof));
                Assert.NotNull(proof!.Verify(key));
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            await growing;
        }
    }
}
