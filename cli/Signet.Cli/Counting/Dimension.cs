using System.Globalization;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Cli.Counting;

/// <summary>Something by which entries are told apart and counted.</summary>
/// <param name="Name">Its name on the command line and in outputs.</param>
/// <param name="Of">Its value for an entry; null where it has none.</param>
internal sealed record Dimension(string Name, Func<Entry, string?> Of)
{
    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("kind", entry => entry.Body.Type),
        new("day", entry => entry.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("phase", entry => EventOf(entry) is { } value ? EventWords.Of(value.Phase) : null),
        new("stage", entry => DetailsOf(entry) is { } details ? EventWords.Of(details.Stage) : null),
        new("decision", entry => DetailsOf(entry) is { } details ? EventWords.Of(details.Decision) : null),
        new("owner", entry => DetailsOf(entry) is { } details ? OwnerOf(details.Owner) : null),
        new("check", entry => DetailsOf(entry)?.Check),
        new("model", entry => DetailsOf(entry) is { } details ? details.Request.Model ?? "" : null),
        new("surface", entry => DetailsOf(entry)?.Request.Surface),
        new("tool", entry => DetailsOf(entry)?.Tool?.Name),
        new("policy", entry => DetailsOf(entry)?.PolicySha256.ToString()),
        new("producer", entry => EventOf(entry)?.Producer.Id),
    ];

    public static string OwnerOf(EventOwner owner) => owner.Id.Length == 0 ? owner.Type : $"{owner.Type}:{owner.Id}";

    /// <exception cref="UserErrorException">There is none of that name.</exception>
    public static Dimension Named(string name) => All.FirstOrDefault(dimension => dimension.Name == name)
        ?? throw new UserErrorException($"--by takes {string.Join(", ", All.Select(dimension => dimension.Name))}.");

    private static CommitEvent? EventOf(Entry entry) => (entry.Body as CommitBody)?.SignedEvent.Event;

    private static EventDecisionDetails? DetailsOf(Entry entry) => EventOf(entry)?.Details;
}
