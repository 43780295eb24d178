using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads places in arguments.</summary>
internal static class LocationReader
{
    private const int MaxLength = 512;

    /// <summary>The place that must be named; some place after an error.</summary>
    internal static ArgumentLocation Required(OptionReader reader, string member) =>
        Parse(reader, member, reader.RequiredText(member, MaxLength));

    internal static ArgumentLocation? Optional(OptionReader reader, string member) =>
        reader.Text(member, MaxLength) is { } pointer ? Parse(reader, member, pointer) : null;

    private static ArgumentLocation Parse(OptionReader reader, string member, string pointer)
    {
        if (ArgumentLocation.TryParse(pointer, out ArgumentLocation? location))
        {
            return location;
        }

        reader.Error(member, "must be a JSON Pointer of at most 16 segments, such as /path or /files/*/path");
        return ArgumentLocation.Whole;
    }
}
