using Microsoft.Extensions.Configuration;
using Signet.Injector.Injecting;

namespace Signet.Injector;

/// <summary>What is injected, and how: the section <c>Injector</c>. The webhook and <c>signet inject</c> read the same.</summary>
public sealed class InjectorSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Injector";

    /// <summary>The mode of pods that name none: <c>full</c> or <c>relay</c>, the default.</summary>
    public string Mode { get; set; } = "relay";

    /// <summary>The gateway as a sidecar.</summary>
    public FullModeSettings Full { get; set; } = new();

    /// <summary>The way to a shared gateway.</summary>
    public RelayModeSettings Relay { get; set; } = new();

    /// <summary>The webhook's certificate; <c>signet inject</c> doesn't look at it.</summary>
    public CertificateSettings Certificate { get; set; } = new();

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The configuration that has the section <c>Injector</c>.</param>
    /// <exception cref="InvalidOperationException">There are unknown names, or values that can't be used; the message names them.</exception>
    public static InjectorSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        var gateway = section.GetSection("Full:Settings").AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Key.Length > 0 && pair.Value is not null);

        // The gateway's settings have names of their own, which are none of this binder's.
        var own = new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable(makePathsRelative: true)
            .Where(pair => !pair.Key.StartsWith("Full:Settings", StringComparison.OrdinalIgnoreCase))).Build();
        var settings = own.Get<InjectorSettings>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new InjectorSettings();
        foreach (var (name, value) in gateway)
        {
            settings.Full.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value!;
        }

        SettingsRules.Check(settings);
        return settings;
    }
}
