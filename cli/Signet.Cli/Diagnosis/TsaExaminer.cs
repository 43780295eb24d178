using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Signet.Cli.Commands;
using Signet.Ledger.Anchors;

namespace Signet.Cli.Diagnosis;

/// <summary>Asks the time-stamping authority for a token over a tree head that nobody has, and checks it as an anchorer does.</summary>
internal sealed class TsaExaminer(DoctorOptions options, Asking asking, TimeProvider time) : IExaminer
{
    private const string ProbeLog = "signet-doctor";
    private const int SoonDays = 90;

    public string Area => "tsa";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Tsa is not { } tsa)
        {
            yield return Finding.Skipped(Area, "no time-stamping authority was given", "Give --tsa URL with --tsa-roots FILE, or --tsa digicert.");
            yield break;
        }

        var preset = TsaPreset.Find(tsa);
        var url = preset?.Url ?? HttpAddress.Parse(tsa, "--tsa");
        TsaTrust trust;
        string? unusable = null;
        try
        {
            var roots = options.TsaRoots is { } path ? await File.ReadAllTextAsync(path, cancellationToken)
                : preset?.RootsPem ?? throw new UserErrorException("--tsa needs --tsa-roots: an authority counts only by roots that you pin.");
            trust = TsaTrust.FromPem(preset?.Name ?? "tsa", roots);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            (trust, unusable) = (null!, exception.Message);
        }

        if (unusable is not null)
        {
            yield return Finding.Failure(Area, $"the roots can't be used: {unusable}", "Give a PEM file with the authority's root certificates.");
            yield break;
        }

        yield return await AskAsync(url, trust, cancellationToken);
    }

    private async Task<Finding> AskAsync(Uri url, TsaTrust trust, CancellationToken cancellationToken)
    {
        var query = TimestampQuery.Create(AnchorStatement.Create(ProbeLog, 1, RandomNumberGenerator.GetBytes(32)), trust.Policy);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(query.Encoded) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(TimestampQuery.MediaType);
        var requestedAt = time.GetUtcNow();
        var (answer, why) = await asking.SendAsync(request, cancellationToken);
        var receivedAt = time.GetUtcNow();
        if (answer is null)
        {
            return Finding.Failure(Area, $"{url} doesn't answer: {why}", "Allow the anchorer's way out to it, or use another authority.");
        }

        if (answer.Status != 200 || answer.Body.Length > AnchorVerifier.MaxResponseOctets)
        {
            return Finding.Failure(Area, string.Create(CultureInfo.InvariantCulture, $"{url} answers {answer.Status} and no token"), "Check the address: it has to take RFC 3161 requests by POST.");
        }

        var verdict = AnchorVerifier.VerifyResponse(query, answer.Body, requestedAt, receivedAt, trust, out var body);
        if (!verdict.Ok)
        {
            return Finding.Failure(
                Area, $"the token of {url} is refused ({verdict.Reason}): {verdict.Text}",
                verdict.Reason.ToString().Contains("Time", StringComparison.Ordinal) ? "Set this machine's clock by NTP." : "Pin the authority's present roots with --tsa-roots.");
        }

        asking.Note(new ClockReading(url.Authority, body!.GenTime - (requestedAt + ((receivedAt - requestedAt) / 2)), ((receivedAt - requestedAt) / 2) + TimeSpan.FromSeconds(1)));
        return AnchorLifetime.ExpiresAt(body.Token) is { } expires && expires < receivedAt.AddDays(SoonDays)
            ? Finding.Warning(Area, string.Create(CultureInfo.InvariantCulture, $"{url} gives good tokens, and its certificate lapses {expires:yyyy-MM-dd}"), "Have it renewed, and run `signet anchor verify` for what older anchors rest on.")
            : Finding.Good(Area, $"{url} gave a token that checks against the pinned roots");
    }
}
