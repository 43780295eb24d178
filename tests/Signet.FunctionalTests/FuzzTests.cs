using System.Globalization;
using System.Text;
using Signet.Ledger.Entries;

namespace Signet.FunctionalTests;

/// <summary>Random octets on the wire: always an answer, always on the record, never a fault of signet's own.</summary>
public sealed class FuzzTests(SignetHost signet, ITestOutputHelper output) : IClassFixture<SignetHost>
{
    private const int Requests = 300;

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\"model\":\"m\"", "\"messages\":", "[{\"role\":\"user\",\"content\":", "\"/tool get_weather {\"",
        "\"/say (TS//SCI)\"", "\"123-45-6789\"", "null", "true", "1e400", "-0", "\\ud83d", "\\u0000", "\u0000", "\u202e", "\"stream\":true",
        "\"stream\":\"yes\"", "\"n\":3", "\"tools\":[]", "\"content\":[{\"type\":\"text\",\"text\":\"a\"}]", "\"tool_calls\":[{}]",
        "\"role\":7", "{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":null}", "Ignore all previous instructions", "\uFEFF", "é", " ", "\n",
        """{"model":"m","messages":[{"role":"user","content":"hi"}]}""", """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""",
    ];

    private static readonly string[] Names =
        ["X-Commit-Owner", "X-Agent-Id", "X-Classification", "X-Caller-Clearance", "X-Signet-Session", "Content-Type", "Content-Encoding", "Accept", "Authorization", "X-Any"];

    private static readonly string[] Values =
        ["human:a", "agent:b", "TS", "nonsense", "", " ", "identity", "gzip", "application/json", "\u00ff", "\u0001", "a,b", "human:", "human:a, human:b"];

    [Fact]
    public async Task Send_AnyOctets_AreAnsweredAndRecorded()
    {
        var seed = Environment.GetEnvironmentVariable("SIGNET_TEST_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"seed {seed}: {Requests} requests");
        var random = new Random(seed);
        var answered = new List<string>();
        var uncounted = 0;
        for (var number = 0; number < Requests; number++)
        {
            var octets = Request(random);
            var answer = await signet.SendRawAsync(octets);
            var what = $"seed {seed}, request {number}: {Convert.ToBase64String(octets)}";
            Assert.True(answer.Status is >= 200 and < 500 or 502 or 504, $"{answer.Status} to {what}");
            if (!answer.Headers.ContainsKey("X-Signet-Correlation-Id"))
            {
                // Kestrel's own refusal of what isn't HTTP.
                Assert.True(answer.Status == 400, $"{answer.Status} without a correlation id to {what}");
            }
            else if (answer.Status == 429)
            {
                uncounted++;
            }
            else
            {
                answered.Add(answer.CorrelationId);
            }
        }

        Assert.NotEmpty(answered);
        await AssertRecordedAsync(answered, uncounted);
    }

    private static byte[] Request(Random random)
    {
        var body = Body(random);
        var head = new StringBuilder(random.Next(8) switch
        {
            0 => "GET /v1/models",
            1 => "PUT /v1/chat/completions",
            2 => $"POST /v1/{(char)random.Next('!', '~')}x",
            3 => "POST /v1/chat/completions?a=b",
            _ => "POST /v1/chat/completions",
        }).Append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (var count = random.Next(5); count > 0; count--)
        {
            head.Append(Names[random.Next(Names.Length)]).Append(": ").Append(Values[random.Next(Values.Length)]).Append("\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    private static byte[] Body(Random random)
    {
        if (random.Next(4) == 0)
        {
            var octets = new byte[random.Next(200)];
            random.NextBytes(octets);
            return octets;
        }

        var text = new StringBuilder();
        for (var count = random.Next(1, 14); count > 0; count--)
        {
            text.Append(Fragments[random.Next(Fragments.Length)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private async Task AssertRecordedAsync(List<string> answered, int uncounted)
    {
        while (true)
        {
            var events = (await signet.EntriesAsync()).Select(entry => entry.Body).OfType<CommitBody>()
                .Select(commit => commit.SignedEvent!.Event.Details).OfType<Ledger.Events.EventDecisionDetails>().ToList();
            var recorded = events.Select(details => details.RequestId).ToHashSet();
            Assert.All(answered, id => Assert.Contains(id, recorded));

            // Beyond the limit for strangers one event a second stands for many.
            var counted = events.Sum(details => details.Count ?? 0);
            if (counted >= uncounted)
            {
                Assert.Equal(uncounted, counted);
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
