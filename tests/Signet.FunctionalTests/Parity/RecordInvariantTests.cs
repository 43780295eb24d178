using System.Net;
using System.Net.Sockets;
using System.Text;
using Signet.Ledger.Events;
using Signet.Testing;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>
/// I1: every request that isn't answered by routing alone is on the record, whatever octets it has. What the log then keeps of the
/// record, I5 and I6, is proved by the ledger's own tests of changed octets (Signet.Ledger.Tests, Corpus).
/// </summary>
public sealed class RecordInvariantTests(ITestOutputHelper output)
{
    private const int Rounds = 150;

    [Fact]
    public async Task Request_AnyOctetsToAnySurface_IsOnTheRecord()
    {
        var random = Seed.Print(output);
        await using var gateway = await ParityGateway.StartAsync(ParityPolicies.Everything);
        List<(string Id, string What)> answered = [];
        for (var round = 0; round < Rounds; round++)
        {
            var script = SurfaceScripts.All[random.Next(SurfaceScripts.All.Count)];
            var octets = Octets(script, random, out var endless);
            var answer = await SendAsync(gateway.Address, octets, endless);
            while (answer.Status == 429)
            {
                // More refusals in a second than the log takes singly: these are recorded in sum.
                await Task.Delay(TimeSpan.FromSeconds(0.2), TestContext.Current.CancellationToken);
                answer = await SendAsync(gateway.Address, octets, endless);
            }

            var what = $"round {round}: {answer.Status} to {Convert.ToBase64String(octets)}";
            if (answer.Headers.ContainsKey("X-Signet-Correlation-Id"))
            {
                answered.Add((answer.CorrelationId, what));
            }
            else
            {
                // What isn't HTTP never becomes a request. A caller who goes away in the middle of a body gets no answer; BadInputTests
                // has its record.
                Assert.True(answer.Status == 400 || (endless && answer.Status == 0), what);
            }
        }

        Assert.True(answered.Count > Rounds / 2);
        var decisions = gateway.Decisions;
        Assert.All(answered, request => Assert.True(decisions[request.Id].Any(), request.What));
        Assert.All(answered, request => Assert.True(
            decisions[request.Id].Last().Phase is EventPhase.Refused or EventPhase.Completed or EventPhase.Aborted, request.What));
    }

    /// <summary>A good request with one to three octets or pieces of it changed, cut, doubled or put in.</summary>
    /// <param name="script">The API.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="endless">True when the octets don't say where the body ends.</param>
    private static byte[] Octets(SurfaceScript script, Random random, out bool endless)
    {
        var places = script.RequestPlaces.Except([RequestPlace.Header]).ToArray();
        var prompt = places.Length == 0 ? new Prompt() : Prompt.At(places[random.Next(places.Length)], "Hello.");
        var streamed = script.Streams && random.Next(2) == 0;
        var body = Encoding.UTF8.GetBytes(script.Request(prompt, streamed)?.ToJsonString() ?? "").ToList();
        for (var change = random.Next(4); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(body.Count - at, random.Next(1, 20)));
                    break;
                case 2:
                    body.InsertRange(at, body.GetRange(at, Math.Min(body.Count - at, random.Next(1, 30))));
                    break;
                default:
                    body.Insert(at, "{}[]\",:\\\0\u007f "u8[random.Next(11)]);
                    break;
            }
        }

        // A cut within UTF-8, an encoding that doesn't fit, a field of odd octets.
        string[] fields =
        [
            "", "", "X-Commit-Owner: human:a\r\n", "X-Commit-Owner: human:\u00e9\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n",
            "Transfer-Encoding: chunked\r\n", "X-Classification: nonsense\r\n", "X-Signet-Session: \u0001\r\n", "Content-Type: text/plain; charset=utf-16\r\n",
        ];
        var headers = string.Concat(script.Headers.Select(field => $"{field.Key}: {field.Value}\r\n")) + fields[random.Next(fields.Length)];
        endless = headers.Contains("chunked", StringComparison.Ordinal);
        var length = endless ? "" : $"Content-Length: {body.Count}\r\n";
        var head = $"{script.Method} {script.Address(streamed)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{length}{headers}\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }

    private static async Task<Answer> SendAsync(Uri address, byte[] octets, bool finish)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, cancellation);
        await using var stream = socket.GetStream();
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(octets, cancellation);
            if (finish)
            {
                socket.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(received, cancellation);
        }
        catch (IOException)
        {
            // A server that answers and closes without reading the rest resets the connection.
        }

        return Answer.Parse(Encoding.UTF8.GetString(received.ToArray()));
    }
}
