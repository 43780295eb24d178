using System.CommandLine;
using System.Globalization;
using Signet.Cli.Logs;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary><c>signet anchors DIR</c>: which time-stamps are about to lapse, and which later ones cover them.</summary>
internal static class AnchorsCommand
{
    private const int DefaultDays = 90;

    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A data directory of `signet up`, or a store." };
        var within = new Option<int>("--within")
        {
            Description = "Report evidence that isn't backed for so many more days.",
            DefaultValueFactory = _ => DefaultDays,
        };
        var trust = new TrustArguments();
        var store = new StoreArguments();
        var command = new Command(
            "anchors",
            "Prove that later time-stamps cover older ones, and report what is about to lapse. Exit code 0: all is backed; 1: something isn't; 2: no anchors, or no roots to check them.")
        {
            directory, within,
        };
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(within) is not (>= 0 and <= 36_500 and var days))
            {
                throw new UserErrorException("--within is from 0 to 36500 days.");
            }

            var log = await LogLocation.OpenAsync(parsed.GetValue(directory)!, trust.Read(parsed), store.ReadS3(parsed), cancellationToken);
            var walk = await RenewalWalk.RunAsync(log, cancellationToken);
            var horizon = TimeProvider.System.GetUtcNow().AddDays(days);
            foreach (var line in Lines(walk, horizon))
            {
                await Console.Out.WriteLineAsync(SafeText.Of(line));
            }

            return walk.Items.Count == 0
                ? ExitCodes.NotVerified
                : walk.Invalid.Count == 0 && walk.Items.All(item => item.BackedUntil >= horizon) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static IEnumerable<string> Lines(RenewalWalk walk, DateTimeOffset horizon)
    {
        yield return walk.Items.Count == 0
            ? "No valid anchor."
            : $"{walk.Items.Count} valid anchors; {walk.Items.Count(item => item.CoveredBy is not null)} are covered by a later one that was taken in time.";
        foreach (var (seq, why) in walk.Invalid)
        {
            yield return $"entry {seq}: does not count: {why}";
        }

        foreach (var authority in walk.Items.GroupBy(item => item.Tsa))
        {
            yield return $"{authority.Key}: the certificate of its last token lapses {Day(authority.Last().ExpiresAt)}";
        }

        foreach (var item in walk.Items.Where(item => item.BackedUntil < horizon))
        {
            yield return $"entry {item.Seq} of {item.Tsa}, size {item.TreeSize}: backed until {Day(item.BackedUntil)}" +
                (item.CoveredBy is { } by ? $" (by entry {by})" : "; no later anchor covers it");
        }
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
