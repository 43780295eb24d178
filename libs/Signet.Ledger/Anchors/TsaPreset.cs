using System.Text;

namespace Signet.Ledger.Anchors;

/// <summary>A public time-stamping authority whose address and roots need not be looked up: they ship with this library.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Url">Where it answers.</param>
/// <param name="Spacing">The least time between two requests that its operators ask for or bear.</param>
public sealed record TsaPreset(string Name, Uri Url, TimeSpan Spacing)
{
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

    /// <summary>The authority of that name, or null.</summary>
    public static TsaPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
