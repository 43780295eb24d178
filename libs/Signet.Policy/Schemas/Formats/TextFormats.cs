using System.Collections.Frozen;

namespace Signet.Policy.Schemas.Formats;

/// <summary>The formats that a schema can ask for, by name.</summary>
internal static class TextFormats
{
    private static readonly FrozenDictionary<string, TextFormat> All = new Dictionary<string, TextFormat>
    {
        ["date"] = DateFormats.IsDate,
        ["date-time"] = DateFormats.IsDateTime,
        ["email"] = HostFormats.IsEmail,
        ["hostname"] = HostFormats.IsHostName,
        ["ipv4"] = HostFormats.IsIPv4,
        ["ipv6"] = HostFormats.IsIPv6,
        ["uri"] = AbsoluteUriFormat.IsUri,
        ["uuid"] = UuidFormat.IsUuid,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    internal static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    internal static TextFormat? Find(string name) => All.GetValueOrDefault(name);
}
