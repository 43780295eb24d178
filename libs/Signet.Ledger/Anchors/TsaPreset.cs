using System.Text;

namespace Signet.Ledger.Anchors;

/// <summary>A public time-stamping authority whose address and roots need not be looked up: they ship with this library.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Url">Where it answers.</param>
/// <param name="Spacing">The least time between two requests that its operators ask for or bear.</param>
public sealed record TsaPreset(string Name, Uri Url, TimeSpan Spacing)
{
    private const string Prefix = "preset:";

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    /// <summary>The authorities known by name.</summary>
    public static IReadOnlyList<TsaPreset> All { get; } =
    [
        new("freetsa", new Uri("https://freetsa.org/tsr"), Usual),
        new("digicert", new Uri("http://timestamp.digicert.com"), Usual),
        new("sectigo", new Uri("http://timestamp.sectigo.com"), Usual),
    ];

    /// <summary>The pinned roots in PEM.</summary>
    public string RootsPem
    {
        get
        {
            using Stream resource = typeof(TsaPreset).Assembly.GetManifestResourceStream(Name + ".pem")
                ?? throw new InvalidOperationException($"No roots ship with signet for {Name}.");
            using var reader = new StreamReader(resource, Encoding.ASCII);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The PEM text of pinned roots: <c>preset:NAME</c> for those of an authority known by name, else a file.</summary>
    /// <exception cref="ArgumentException">No authority is known by that name.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be read.</exception>
    public static string RootsOf(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return !source.StartsWith(Prefix, StringComparison.Ordinal) ? File.ReadAllText(source)
            : Find(source[Prefix.Length..])?.RootsPem ?? throw new ArgumentException($"No roots ship with signet for {source}.", nameof(source));
    }

    /// <summary>The authority of that name, or null.</summary>
    public static TsaPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
