using System.Globalization;
using System.Net;
using System.Text.Json;
using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Documents;
using Signet.Policy.Schemas.Formats;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads <c>hosts</c>.</summary>
internal static class HostRuleReader
{
    private const int MaxRules = 32;
    private const int MaxHosts = 500;
    private const int MaxHostLength = 260;
    private const int MaxSchemes = 8;
    private const int MaxSchemeLength = 32;
    private const int MaxPorts = 64;

    internal static IReadOnlyList<HostRule> Read(OptionReader tool)
    {
        List<HostRule> rules = [];
        foreach (OptionReader reader in tool.Objects("hosts", MaxRules))
        {
            bool isBare = reader.Choice("form", false, ("url", false), ("host", true));
            IReadOnlyList<string> schemes = ReadSchemes(reader);
            if (isBare && reader.Has("schemes"))
            {
                reader.Error("schemes", "means nothing with the form host");
            }

            rules.Add(new HostRule
            {
                At = LocationReader.Required(reader, "at"),
                Optional = reader.Flag("optional", false),
                IsBare = isBare,
                Hosts = ReadHosts(reader),
                Schemes = schemes,
                Ports = ReadPorts(reader),
            });
        }

        return rules;
    }

    private static HostList ReadHosts(OptionReader reader)
    {
        HostList hosts = new();
        IReadOnlyList<string> entries = reader.Texts("allow", MaxHosts, MaxHostLength);
        if (entries.Count == 0)
        {
            reader.Error("allow", "is required");
        }

        foreach (string entry in entries)
        {
            if (!hosts.TryAdd(entry))
            {
                reader.Error("allow", "must be of host names in ASCII, *.suffixes, addresses, networks, or *");
            }
            else if (entry == "*")
            {
                reader.Warn("allow", "lets the tool reach every public host");
            }
        }

        return hosts;
    }

    private static IReadOnlyList<string> ReadSchemes(OptionReader reader)
    {
        IReadOnlyList<string> schemes = reader.Texts("schemes", MaxSchemes, MaxSchemeLength);
        foreach (string scheme in schemes)
        {
            if (!AbsoluteUriFormat.IsScheme(scheme) || scheme.Any(char.IsAsciiLetterUpper))
            {
                reader.Error("schemes", "must be of names of schemes in lower case");
            }
            else if (scheme is "http" or "ws" or "ftp")
            {
                reader.Warn("schemes", "has one that isn't encrypted");
            }
        }

        return schemes.Count == 0 ? ["https"] : schemes;
    }

    private static List<int> ReadPorts(OptionReader reader)
    {
        List<int> ports = [];
        if (reader.Json("ports") is not JsonElement list)
        {
            return ports;
        }

        bool isGood = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MaxPorts;
        for (int i = 0; isGood && i < list.GetArrayLength(); i++)
        {
            isGood = list[i].ValueKind == JsonValueKind.Number && list[i].TryGetInt32(out int port)
                && port is > 0 and <= IPEndPoint.MaxPort;
            if (isGood)
            {
                ports.Add(list[i].GetInt32());
            }
        }

        if (!isGood)
        {
            reader.Error(
                "ports", string.Create(CultureInfo.InvariantCulture, $"must be a list of 1 to {MaxPorts} numbers from 1 to 65535"));
        }

        return ports;
    }
}
